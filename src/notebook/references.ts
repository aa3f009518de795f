import type {Scope, Variable} from "@typescript-eslint/scope-manager";
import type {Syntax} from "./parse.js";
import {walk} from "./walk.js";

/** A place where a cell uses a name of its top level or one that it does not declare. */
export interface Reference {
  /** The name. */
  name: string;
  /** Offset of the identifier. */
  start: number;
  /** Offset behind it. */
  end: number;
  /** Whether it is assigned to, its own declaration left out. */
  writes: boolean;
  /** Whether its value is used; false for a plain assignment. */
  reads: boolean;
  /** Whether it stands for a value, rather than for a type. */
  value: boolean;
  /** Whether the cell itself declares the name. */
  own: boolean;
  /** Whether it is evaluated when the cell runs, rather than when a function is called. */
  immediate: boolean;
  /** Whether it is `{name}` for `{name: name}`. */
  shorthand: boolean;
}

/** All references of a cell to names that cells share or could share; none for a cell that cannot be read. */
export function references({scopes, program, source}: Syntax): Reference[] {
  const [module] = scopes?.globalScope?.childScopes ?? [];
  const found = scopes?.scopes.flatMap((scope) => scope.references) ?? [];
  const shorthands = shorthandsOf(program);
  const given = (source.includes("<") ? reactUses(program) : []).map((use) => ({...use, own: module?.set.has(use.name) ?? false}));
  const written = found.flatMap((reference): Reference[] => {
    const {identifier, resolved, from, init} = reference;
    if ((resolved && resolved.scope !== module && !isClassItself(resolved, module)) || init) return [];
    const [start, end] = identifier.range;
    const immediate = from.variableScope === module;
    const shorthand = shorthands.has(start);
    const name = String(identifier.name);
    const how = {writes: reference.isWrite(), reads: reference.isRead(), value: reference.isValueReference};
    return [{name, start, end: Math.min(end, start + name.length), ...how, own: resolved !== null, immediate, shorthand}];
  });
  return [...written, ...given];
}

/** Whether a name is that of a class of the cell inside of it: there it is the cell's name, which a later cell may give to something else. */
const isClassItself = ({scope, defs}: Variable, module: Scope | undefined): boolean =>
  scope.type === "class" && scope.upper === module && defs.some(({type, node}) => type === "ClassName" && node.type === "ClassDeclaration");

/** The use of `React` that stands behind JSX. */
function reactUses(program: Syntax["program"]): Omit<Reference, "own">[] {
  const found: Omit<Reference, "own">[] = [];
  walk(program, ({type, start}) => {
    if (type !== "JSXElement" && type !== "JSXFragment") return;
    found.push({name: "React", start, end: start, writes: false, reads: true, value: true, immediate: false, shorthand: false});
  });
  return found;
}

/** Where `{name}` stands for `{name: name}`. */
export function shorthandsOf(program: Syntax["program"]): Set<number> {
  const starts = new Set<number>();
  walk(program, (node) => {
    if (node.type === "Property" && "shorthand" in node && node.shorthand) starts.add(node.start);
  });
  return starts;
}
