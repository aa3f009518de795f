import type {JSXElement} from "oxc-parser";
import {describe, type Cell} from "../../src/notebook/cell.js";
import {parse, type Syntax} from "../../src/notebook/parse.js";
import {locals} from "../../src/notebook/scope.js";
import {walk, type Node} from "../../src/notebook/walk.js";
import {mark, shared} from "../alias.js";
import type {Read} from "../rewrite.js";

/** A cell whose own shared names are called by their aliases. */
export interface Apart {
  /** The cell, with what was put into it. */
  read: Read;
  /** Finds the column (from 0) of the cell as it was written. */
  origin: (line: number, column: number) => number;
}

/** Something that is put into the text; of two at one place the lower `order` comes first. */
interface Insertion {
  at: number;
  text: string;
  order: number;
}

/** Calls by their aliases the shared names that a cell makes its own, and those of `taken`, which earlier cells did. */
export function setApart(read: Read, taken: ReadonlySet<string>): Apart {
  const own = new Set(ownShared(read.cell));
  if (own.size === 0 && !read.cell.free.some((name) => taken.has(name))) return {read, origin: (_, column) => column};
  const {source} = read.syntax;
  const insertions = insertionsOf(read.syntax, identifiersOf(read.syntax, {own, taken}));
  const syntax = parse(insertions.map(({at, text}, index) => text + source.slice(at, insertions[index + 1]?.at)).join(""));
  return {read: {syntax, cell: describe(syntax)}, origin: originOf(source, insertions)};
}

/** The shared names that a cell makes its own. */
export function ownShared({imports, declarations}: Cell): readonly string[] {
  const imported = imports
    .filter(({typeOnly}) => !typeOnly)
    .flatMap((it) => locals({...it, named: it.named.filter(({typeOnly}) => !typeOnly)}))
    .map(({name}) => name);
  const declared = declarations.filter(({value}) => value).flatMap(({names}) => names);
  return [...imported, ...declared].filter((name) => shared.has(name));
}

/** Where a name stands for what is to be called by its alias, by offsets. */
function identifiersOf({scopes, program}: Syntax, {own, taken}: {own: ReadonlySet<string>; taken: ReadonlySet<string>}) {
  const {globalScope, scopes: all} = scopes!;
  const top = globalScope!.childScopes[0]?.variables.filter(({name}) => own.has(name)) ?? [];
  const declared = new Set(top.flatMap(({identifiers}) => identifiers));
  // Classes and enums know themselves by a second variable, inside.
  const variables = all.flatMap((scope) => scope.variables).filter(({identifiers}) => identifiers.some((it) => declared.has(it)));
  const free = globalScope!.through.filter(({identifier, isValueReference}) => isValueReference && taken.has(String(identifier.name)));
  const used = [...variables.flatMap(({references}) => references), ...free].map(({identifier}) => identifier);
  const found = new Map([...declared, ...used].map(({range, name}) => [range[0], String(name)]));
  walk(program, (node) => {
    const {openingElement, closingElement} = node as unknown as JSXElement;
    if (node.type !== "JSXElement" || !closingElement) return;
    const name = found.get(firstOf(openingElement.name).start);
    if (name !== undefined) found.set(firstOf(closingElement.name).start, name);
  });
  return found;
}

/** The `a` of an element `<a.b>`. */
const firstOf = (name: Node & {object?: Node}): Node => (name.object ? firstOf(name.object) : name);

/** What makes the names aliases, in order, with an empty one at the beginning. */
function insertionsOf({program}: Syntax, found: ReadonlyMap<number, string>): readonly Insertion[] {
  const all: Insertion[] = [{at: 0, text: "", order: 0}];
  for (const [start, name] of found) all.push({at: start + name.length, text: mark, order: 0});
  walk(program, (node: Node & Parts) => {
    const short = found.get(node.start);
    if (short !== undefined && node.shorthand) all.push({at: node.start, text: `${short}: `, order: 2});
    if (short !== undefined && node.imported && node.imported.start === node.local?.start)
      all.push({at: node.start, text: `${short} as `, order: 2});
    const [target, value] = [node.id ?? node.left, node.init ?? node.right];
    const named = takesName(node) && target?.type === "Identifier" && value && isNameless(value) ? found.get(target.start) : undefined;
    if (named === undefined) return;
    // V8 names functions and classes after what they are assigned to.
    all.push({at: value!.start, text: `{${named}: `, order: 2}, {at: value!.end, text: `}.${named}`, order: 1});
  });
  return all.sort((a, b) => a.at - b.at || a.order - b.order);
}

type Parts = Partial<Record<"id" | "left" | "init" | "right" | "imported" | "local" | "expression", Node>> & {shorthand?: boolean};

const takesName = ({type}: Node): boolean => /^(VariableDeclarator|AssignmentExpression|AssignmentPattern)$/.test(type);

function isNameless({type, ...node}: Node & Parts): boolean {
  if (/^(TS(As|Satisfies|NonNull)|Parenthesized)Expression$/.test(type)) return isNameless(node.expression!);
  return type === "ArrowFunctionExpression" || (/^(Function|Class)Expression$/.test(type) && !node.id);
}

/** Finds columns again: nothing that is put in has lines. */
function originOf(source: string, insertions: readonly Insertion[]): Apart["origin"] {
  const lines = new Map<number, {column: number; length: number}[]>();
  let [line, start] = [0, 0];
  for (const {at, text} of insertions) {
    for (let end = source.indexOf("\n", start); end >= 0 && end < at; end = source.indexOf("\n", start))
      [line, start] = [line + 1, end + 1];
    if (!lines.has(line)) lines.set(line, []);
    lines.get(line)!.push({column: at - start, length: text.length});
  }
  return (line, column) => {
    let shift = 0;
    for (const {column: at, length} of lines.get(line) ?? []) shift += Math.max(0, Math.min(length, column - shift - at));
    return column - shift;
  };
}
