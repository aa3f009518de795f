import {parseSync, type ArrayExpression, type Expression, type ObjectExpression} from "oxc-parser";
import MagicString from "magic-string";
import {hash} from "./hash.js";
import {lines} from "./output.js";

/** What changes in a notebook's file. */
export interface Patch {
  /** New sources by the position among all cells, from 0. */
  sources: ReadonlyMap<number, string>;
  /** New cells, each with the position of the cell that it stands before; those of one place in order. */
  added?: readonly {at: number; kind: "code" | "markdown"; source: string}[];
}

/** The text of a notebook with other sources and more cells: everything else stays byte for byte. */
export function patchNotebook(text: string, {sources, added = []}: Patch): string {
  // JSON is an expression of JavaScript: its parser says where each part stands.
  const marked = text.startsWith("\uFEFF");
  const [statement] = parseSync("notebook.js", `(${marked ? text.slice(1) : text})`).program.body;
  const wrapped = statement?.type === "ExpressionStatement" ? bare(statement.expression) : undefined;
  const cells = wrapped?.type === "ObjectExpression" ? valueOf(wrapped, "cells") : undefined;
  if (cells?.type !== "ArrayExpression") throw new TypeError("expected a notebook with a list of cells");
  const file: File = {text, shift: marked ? 0 : -1, out: new MagicString(text), cells};
  for (const [index, source] of sources) setSource(file, {cell: cells.elements[index] as ObjectExpression, source});
  for (const at of new Set(added.map((one) => one.at))) insert(file, {at, cells: added.filter((one) => one.at === at)});
  return file.out.toString();
}

interface File {
  text: string;
  /** From the parser's offsets to the file's. */
  shift: number;
  out: MagicString;
  cells: ArrayExpression;
}

const bare = (expression: Expression): Expression =>
  expression.type === "ParenthesizedExpression" ? bare(expression.expression) : expression;

function valueOf({properties}: ObjectExpression, name: string): Expression | undefined {
  const found = properties.findLast((one) => one.type === "Property" && one.key.type === "Literal" && one.key.value === name);
  return found?.type === "Property" ? (found.value as Expression) : undefined;
}

function setSource({text, shift, out}: File, {cell, source}: {cell: ObjectExpression; source: string}): void {
  const value = valueOf(cell, "source");
  if (!value) throw new TypeError("expected the cell to have a source");
  const [start, end] = [value.start + shift, value.end + shift];
  const old = text.slice(start, end);
  const ended = /\\r\\n/.test(old) ? source.replaceAll("\n", "\r\n") : source;
  if (value.type !== "ArrayExpression") return void out.overwrite(start, end, JSON.stringify(ended));
  const items = value.elements.map((one) => text.slice(one!.start + shift, one!.end + shift));
  const known = new Map(items.map((item) => [JSON.parse(item) as string, item]));
  const literals = lines(ended).map((line) => known.get(line) ?? JSON.stringify(line));
  const [open, close] = spaces(value, {text, shift});
  out.overwrite(start, end, literals.length > 0 ? `[${open}${literals.join(`,${open || " "}`)}${close}]` : "[]");
}

/** The white space behind `[` and before `]`, and that which would stand there in an empty list. */
function spaces({elements, start, end}: ArrayExpression, {text, shift}: Pick<File, "text" | "shift">): [string, string] {
  const [first, last] = [elements[0], elements.at(-1)];
  if (first && last) return [text.slice(start + shift + 1, first.start + shift), text.slice(last.end + shift, end + shift - 1)];
  const [, line = ""] = /(\r?\n[ \t]*)[^\n]*$/.exec(text.slice(0, start + shift)) ?? [];
  return line ? [line + unitOf(text), line] : ["", ""];
}

/** What one level is indented by; nothing for a file in one line. */
const unitOf = (text: string): string => /^\uFEFF?\s*\{\r?\n([ \t]*)/.exec(text)?.[1] ?? "";

function insert({text, shift, out, cells}: File, {at, cells: added}: {at: number; cells: NonNullable<Patch["added"]>}): void {
  const [open] = spaces(cells, {text, shift});
  const withIds = cells.elements.some((one) => one?.type === "ObjectExpression" && valueOf(one, "id"));
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
