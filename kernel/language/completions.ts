import {kindOf, type Notebook} from "./notebook.js";
import type {Reading} from "./read.js";
import type {Position} from "./server.js";
import {spanOf, type Span, type Spot} from "./spots.js";

/** A name or text that fits at a position; the range is what it replaces. */
export interface Completion extends Span {
  /** How it is listed. */
  name: string;
  /** What is inserted. */
  text: string;
  /** What it is: function, class, instance, keyword, … */
  kind: string;
  /** Sorts the likely ones first. */
  sortText: string;
}

/** A completion as language servers have it. */
export interface Item {
  label: string;
  kind?: number;
  sortText?: string;
  insertText?: string;
  textEdit?: {newText: string; range: {start: Position; end: Position}};
}

/** Jupyter's words for the numbers of language servers. */
const kinds = [
  "", "text", "function", "function", "function", "property", "instance", "class", "interface", "module", "property",
  "unit", "value", "enum", "keyword", "snippet", "color", "path", "reference", "path", "property",
  "instance", "struct", "event", "operator", "type",
]; // prettier-ignore

const declared: Readonly<Record<string, string>> = {
  const: "instance",
  let: "instance",
  var: "instance",
  using: "instance",
  import: "module",
  namespace: "module",
};

/** All that fits at an offset: what the compiler says, and in an expression the names of earlier cells that the cell does not use yet. */
export function completionsOf(
  items: readonly Item[],
  {spot, offset, reading, notebook}: {spot: Spot; offset: number; reading: Reading; notebook: Notebook},
): Completion[] {
  const word = wordAt(spot.source, offset);
  const listed = items
    .filter(({label}) => !/^\.?ddx[_-]/.test(label))
    .map(({label, kind = 0, sortText = "15", insertText, textEdit}) => {
      const text = (textEdit?.newText ?? insertText ?? label).replace(/^["']|["']$/g, (quote) => (textEdit ? quote : ""));
      const span = (textEdit && spanOf(textEdit.range, spot)) ?? word;
      return {name: label, text, kind: kinds[kind] || "instance", sortText, ...span};
    });
  const known = new Set(listed.map(({name}) => name));
  const earlier = isScope(known) ? [...notebook.names].filter(([name]) => !known.has(name) && !reading.own.has(name)) : [];
  const added = earlier.map(([name, sources]) => {
    const kind = kindOf(notebook, {name, ...sources}) ?? "let";
    return {name, text: name, kind: declared[kind] ?? kind, sortText: "11", ...word};
  });
  return [...added, ...listed];
}

/** Whether a list is that of all names in scope, of values or of types. */
const isScope = (names: ReadonlySet<string>): boolean => names.has("globalThis");

/** The word that ends at an offset. */
function wordAt(source: string, offset: number): Span {
  const [word] = /[\p{ID_Continue}$]*$/u.exec(source.slice(0, offset))!;
  return {start: offset - word.length, end: offset};
}
