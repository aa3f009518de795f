import type {ArrayExpression} from "oxc-parser";
import MagicString from "magic-string";
import {hash} from "./hash.js";
import {lines} from "./output.js";
import {cellsTree, valueOf} from "./tree.js";

/** What changes in a notebook's file. */
export interface Patch {
  /** New sources by the position among all cells, from 0. */
  sources: ReadonlyMap<number, string>;
  /** New cells, each with the position of the cell that it stands before; those of one place in order. */
  added?: readonly {at: number; kind: "code" | "markdown"; source: string}[];
}

/** The text of a notebook with other sources and more cells: everything else stays byte for byte. */
export function patchNotebook(text: string, {sources, added = []}: Patch): string {
  const cells = cellsTree(text);
  if (!cells) throw new TypeError("expected a notebook with a list of cells");
  const file: File = {text, out: new MagicString(text), cells};
  for (const [index, source] of sources) setSource(file, {cell: cells.elements[index], source});
  for (const at of new Set(added.map((one) => one.at))) insert(file, {at, cells: added.filter((one) => one.at === at)});
  return file.out.toString();
}

interface File {
  text: string;
  out: MagicString;
  cells: ArrayExpression;
}

/** From the tree's offsets to the text's. */
const shift = -1;

function setSource({text, out}: File, {cell, source}: {cell: ArrayExpression["elements"][number] | undefined; source: string}): void {
  const value = valueOf(cell, "source");
  if (!value) throw new TypeError("expected the cell to have a source");
  const [start, end] = [value.start + shift, value.end + shift];
  const old = text.slice(start, end);
  const ended = /\\r\\n/.test(old) ? source.replaceAll("\n", "\r\n") : source;
  if (value.type !== "ArrayExpression") return void out.overwrite(start, end, JSON.stringify(ended));
  const items = value.elements.map((one) => text.slice(one!.start + shift, one!.end + shift));
  const known = new Map(items.map((item) => [JSON.parse(item) as string, item]));
  const literals = lines(ended).map((line) => known.get(line) ?? JSON.stringify(line));
  const [open, close] = spaces(value, text);
  const [first, second] = value.elements;
  const between = first && second ? text.slice(first.end + shift, second.start + shift) : `,${open}`;
  out.overwrite(start, end, literals.length > 0 ? `[${open}${literals.join(between)}${close}]` : "[]");
}

/** The white space behind `[` and before `]`, and that which would stand there in an empty list. */
function spaces({elements, start, end}: ArrayExpression, text: string): [string, string] {
  const [first, last] = [elements[0], elements.at(-1)];
  if (first && last) return [text.slice(start + shift + 1, first.start + shift), text.slice(last.end + shift, end + shift - 1)];
  const [, line = ""] = /(\r?\n[ \t]*)[^\n]*$/.exec(text.slice(0, start + shift)) ?? [];
  const unit = unitOf(text);
  return line && unit ? [line + unit, line] : ["", ""];
}

/** What one level is indented by; nothing for a file in one line. */
const unitOf = (text: string): string => /^\uFEFF?\s*\{\r?\n([ \t]*)/.exec(text)?.[1] ?? "";

function insert({text, out, cells}: File, {at, cells: added}: {at: number; cells: NonNullable<Patch["added"]>}): void {
  const [open] = spaces(cells, text);
  const withIds = cells.elements.some((one) => valueOf(one, "id"));
  const between = `,${open || (/"cells":\s/.test(text) ? " " : "")}`;
  const texts = added.map(({kind, source}, index) => {
    const id = withIds ? {id: hash(`${kind}${at}.${index}${source}`)} : {};
    const run = kind === "code" ? {execution_count: null} : {};
    const cell = {cell_type: kind, ...run, ...id, metadata: {}, ...(kind === "code" && {outputs: []}), source: lines(source)};
    return JSON.stringify(cell, null, open.includes("\n") ? unitOf(text) : 0).replaceAll("\n", open || " ");
  });
  const next = cells.elements[at];
  if (next) out.appendLeft(next.start + shift, texts.map((one) => one + between).join(""));
  else out.appendLeft(cells.elements.at(-1)!.end + shift, texts.map((one) => between + one).join(""));
}
