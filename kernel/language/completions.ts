import {builtinModules} from "node:module";
import {kindOf, type Notebook, type Sources} from "./notebook.js";
import type {Reading} from "./read.js";
import {wordBefore} from "../text.js";
import type {Position} from "./server.js";
import {mark} from "./texts.js";
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
  /** Parameters and what is returned, such as `(x: number): number`; known of functions where few names fit. */
  signature?: string;
}

/** A completion as language servers have it. */
export interface Item {
  /** How it is listed. */
  label: string;
  /** How it is declared; known once the item is resolved. */
  detail?: string;
  /** What it is, by number. */
  kind?: number;
  /** Sorts the likely ones first. */
  sortText?: string;
  /** What is inserted in place of the word at the cursor, when that is not the label. */
  insertText?: string;
  /** What is inserted in place of another range. */
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

/** All that fits at an offset: what the compiler says, and where names fit those of earlier cells that the cell does not use yet. */
export function completionsOf(
  items: readonly Item[],
  {spot, offset, reading, notebook}: {spot: Spot; offset: number; reading: Reading; notebook: Notebook},
): Completion[] {
  const word = wordAt(spot.source, offset);
  const earlier = new Map(
    Array.from(notebook.names, ([name, sources]) => {
      const kind = kindOf(notebook, {name, ...sources}) ?? "let";
      return [name, {name, text: name, kind: declared[kind] ?? kind, sortText: "11", ...word}];
    }),
  );
  const found = items
    .filter(({label}) => !label.startsWith(mark) && !label.startsWith(".ddx-"))
    .map((item) => completionOf(item, {spot, word}));
  const listed = [...found, ...builtins(spot.source, offset)];
  const known = new Set(listed.map(({name}) => name));
  const added = [...earlier.values()].filter(
    ({name}) => !known.has(name) && !reading.own.has(name) && fits(notebook.names.get(name)!, known),
  );
  // What the compiler sees as an import is for people what it was declared as.
  const named = listed.map((it) => ({
    ...it,
    ...(it.kind === "instance" && isScope(known) && !reading.own.has(it.name) && earlier.get(it.name)),
  }));
  const unique = new Map([...added, ...named].map((it) => [it.name, it]));
  return [...unique.values()].sort((a, b) => compare(a.sortText, b.sortText) || compare(a.name, b.name));
}

/** The items whose signatures are wanted: functions that begin with the word at the cursor, when that leaves few. */
export function wanted(items: readonly Item[], {spot, offset}: {spot: Spot; offset: number}): readonly Item[] {
  const {start} = wordAt(spot.source, offset);
  const word = spot.source.slice(start, offset);
  const found = items.filter(({label, kind = 0}) => label.startsWith(word) && kinds[kind] === "function");
  return word !== "" && found.length <= few ? found : [];
}

const few = 8;

/** The parameters and the result in a function's declaration, such as `(method) Math.floor(x: number): number`. */
export function signatureIn(detail: string | undefined, name: string): string | undefined {
  const [first = ""] = detail?.split("\n") ?? [];
  const at = first.indexOf(`${name}(`) < 0 ? first.indexOf(`${name}<`) : first.indexOf(`${name}(`);
  return at < 0 ? undefined : first.slice(at + name.length);
}

function completionOf({label, kind = 0, sortText = "15", insertText, textEdit}: Item, {spot, word}: {spot: Spot; word: Span}): Completion {
  const name = label.replace(/\?$/, "");
  const span = (textEdit && spanOf(textEdit.range, spot)) ?? word;
  return {name, text: textEdit?.newText ?? insertText ?? name, kind: kinds[kind] || "instance", sortText, ...span};
}

/** Node's own modules, where a module's name begins. */
function builtins(source: string, offset: number): Completion[] {
  const [, , written] = /(?:\bfrom|\bimport|\b(?:import|require)\s*\()\s*(["'`])([\w:]*)$/.exec(source.slice(0, offset)) ?? [];
  if (written === undefined) return [];
  const names = builtinModules.filter((name) => !/^_|\/|^node:/.test(name)).map((name) => `node:${name}`);
  return names.map((name) => ({name, text: name, kind: "module", sortText: "12", start: offset - written.length, end: offset}));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Whether a list is that of all names in scope. */
const isScope = (names: ReadonlySet<string>): boolean => names.has("globalThis");

/** Whether a name belongs into a list, as of the values in scope, or of the types. */
const fits = ({value, type}: Sources, names: ReadonlySet<string>): boolean =>
  isScope(names) && ((value !== undefined && names.has("NaN")) || (type !== undefined && names.has("Partial")));

/** The word that ends at an offset. */
function wordAt(source: string, offset: number): Span {
  return {start: offset - wordBefore(source, offset).length, end: offset};
}
