import {parseSync} from "oxc-parser";

interface Tree {
  type: string;
  start: number;
  end: number;
  value?: unknown;
  key?: {value?: unknown};
  properties?: Tree[];
  elements?: Tree[];
  expression?: Tree;
}

/** A notebook's text with other sources of some cells, by their place among all cells; everything else stays byte for byte as it was. */
export function rewriteSources(text: string, sources: ReadonlyMap<number, string>): string {
  // JSON is JavaScript, whose parser keeps positions; one character stands before it.
  const start = text.startsWith("\uFEFF") ? 1 : 0;
  const {program} = parseSync("notebook.js", `(${text.slice(start)}\n)`);
  const root = bare((program.body[0] as unknown as Tree).expression!);
  const cells = property(root, "cells")?.elements ?? [];
  const shift = start - 1;
  let written = text;
  for (const [index, source] of [...sources].sort(([a], [b]) => b - a)) {
    const value = property(cells[index]!, "source");
    if (!value) throw new TypeError(`expected cell ${index + 1} to have a source`);
    const at = [value.start + shift, value.end + shift] as const;
    written = written.slice(0, at[0]) + encoded(source, {value, text, shift}) + written.slice(at[1]);
  }
  return written;
}

const bare = (tree: Tree): Tree => (tree.type === "ParenthesizedExpression" ? bare(tree.expression!) : tree);

const property = ({properties = []}: Tree, name: string): Tree | undefined =>
  (properties.findLast(({key}) => key?.value === name) as unknown as {value: Tree} | undefined)?.value;

/** A source as it is stored: one text, or a list of lines laid out as the old ones; lines that were there keep their spelling. */
function encoded(source: string, {value, text, shift}: {value: Tree; text: string; shift: number}): string {
  const old = (value.elements ?? [value]).map((one) => ({text: String(one.value), code: text.slice(one.start + shift, one.end + shift)}));
  const ends = old.some((one) => one.text.includes("\r\n")) ? "\r\n" : "\n";
  if (value.type !== "ArrayExpression") return JSON.stringify(source.replaceAll("\n", ends));
  const spelled = new Map(old.map((one) => [one.text, one.code]));
  const lines = (source.match(/[^\n]*\n|[^\n]+$/g) ?? []).map((line) => line.replace("\n", ends));
  const [first, second] = value.elements!;
  const lead = first ? text.slice(value.start + shift + 1, first.start + shift) : "";
  const between = first && second ? text.slice(first.end + shift, second.start + shift) : `,${lead}`;
  const tail = first ? text.slice(value.elements!.at(-1)!.end + shift, value.end + shift) : "]";
  return `[${lead}${lines.map((line) => spelled.get(line) ?? JSON.stringify(line)).join(between)}${tail}`;
}
