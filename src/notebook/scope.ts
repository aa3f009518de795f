import type MagicString from "magic-string";
import type {Declaration, Import} from "./cell.js";
import type {Part} from "./part.js";
import type {Reference} from "./references.js";

/** Where each name that cells share is to live in a test. */
export interface Names {
  /** Names declared with `let` above the tests and assigned where they are declared. */
  shared: ReadonlySet<string>;
  /** Names whose declarations stand above the tests as they are. */
  lifted: ReadonlySet<string>;
  /** Shared names that a function may use before they are declared: they are kept in an object that throws then, as the notebook does. */
  late: ReadonlySet<string>;
  /** Imports that stand at the top of the file. */
  hoisted: ReadonlySet<Import>;
  /** The cells that declare a name, in order. */
  declaring: ReadonlyMap<string, readonly Part[]>;
}

/** A name that an import binds. */
export interface Local {
  /** The name in the cell. */
  name: string;
  /** What it stands for: the module and the name there. */
  key: string;
}

/** The names that an import binds. */
export function locals({specifier, namespace, default: byDefault, named}: Import): Local[] {
  const bind = (name: string, imported: string) => ({name, key: `${specifier} ${imported}`});
  return [
    ...(byDefault === undefined ? [] : [bind(byDefault, "default")]),
    ...(namespace === undefined ? [] : [bind(namespace, "*")]),
    ...named.map(({imported, local}) => bind(local, imported)),
  ];
}

/** All names that a notebook uses for anything. */
export const namesIn = (parts: readonly Part[]): Set<string> =>
  new Set(
    parts.flatMap(({facts}) => [
      ...facts.declarations.flatMap(({names}) => names),
      ...facts.imports.flatMap(locals).map(({name}) => name),
      ...facts.free,
    ]),
  );

/** How a shared name is written where it is declared. */
export type Target = (name: string) => string;

/** A cell's text under edit. */
export interface Editing {
  /** The cell. */
  part: Part;
  /** Its text. */
  text: MagicString;
  /** How a shared name is written. */
  target: Target;
}

/** The statements of a cell that declare a name. */
export const declarationsOf = (name: string, {facts}: Part): Declaration[] => facts.declarations.filter(({names}) => names.includes(name));

/** The references inside a range of a cell. */
export const within = <R extends Reference>({start, end}: {start: number; end: number}, {references}: {references: readonly R[]}): R[] =>
  references.filter((use) => use.start >= start && use.end <= end);

/** Whether a reference is `typeof name`, which is no error for a name that is not there. */
export const isAsked = ({start}: Reference, {cell}: Part): boolean => /\btypeof[\s(]+$/.test(cell.source.slice(0, start));
