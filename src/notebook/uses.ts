import {changesIn} from "./changes.js";
import {deferred} from "./deferred.js";
import {typeQueries} from "./parse.js";
import type {Part} from "./part.js";
import type {Reference} from "./references.js";
import {declarationsOf, isAsked, within} from "./scope.js";

/** How a name is changed: for sure, or if it is a value of one's own rather than an import. */
export type Change = "sure" | "likely";

/** A use of a name's value, with what it means for other cells. */
export interface Use extends Reference {
  /** Whether it stands in a function that is called later, if at all. */
  lazy: boolean;
  /** Whether it is an error when the name is not there yet. */
  strict: boolean;
  /** Whether it visibly changes what the name stands for. */
  changes?: Change | undefined;
  /** Whether it calls the name's value and does nothing else with it. */
  called: boolean;
}

/** What a function of a cell uses when it is called. */
export interface Later {
  /** The name. */
  name: string;
  /** Whether it is changed. */
  changes?: Change | undefined;
}

/** What the functions behind each name that a cell declares use when they are called. */
export type Functions = ReadonlyMap<string, readonly Later[]>;

/** A cell's uses of names that cells share or could share, in the order of the text. */
export function usesOf(part: Part): Use[] {
  const {program} = part.syntax;
  const [changes, functions, types] = [changesIn(program), deferred(program), typeQueries(program)];
  const inside = (ranges: readonly {start: number; end: number}[], at: number) => ranges.some(({start, end}) => start <= at && at < end);
  return part.references
    .filter(({value, start}) => value && !inside(types, start))
    .sort((a, b) => a.start - b.start)
    .map((use): Use => {
      const change = use.writes || changes.sure.has(use.start) ? "sure" : changes.likely.has(use.start) ? "likely" : undefined;
      const strict = use.immediate && !isAsked(use, part);
      return {...use, lazy: inside(functions, use.start), strict, called: changes.called.has(use.start), changes: change};
    });
}

/** For each name that a cell declares, what its functions use when they are called, through other names of the cell too. */
export function laterOf(part: Part, uses: readonly Use[]): Functions {
  const names = new Set(part.facts.declarations.flatMap((declaration) => declaration.names));
  const inner = new Map([...names].map((name) => [name, usesIn(name, {part, uses})]));
  return new Map([...names].map((name) => [name, through(name, inner)]));
}

/** The uses in the statements that declare a name. */
function usesIn(name: string, {part, uses}: {part: Part; uses: readonly Use[]}): Use[] {
  return declarationsOf(name, part).flatMap((statement) => within(statement, {references: uses}));
}

function through(name: string, inner: ReadonlyMap<string, readonly Use[]>): Later[] {
  const seen = new Set([name]);
  const found = new Map<string, Later>();
  for (const next of seen)
    for (const use of inner.get(next) ?? []) {
      if (use.own) seen.add(use.name);
      if (use.lazy) found.set(use.name, {name: use.name, changes: stronger(use.changes, found.get(use.name)?.changes)});
    }
  return [...found.values()];
}

const stronger = (one?: Change, other?: Change): Change | undefined => (one === "sure" ? one : (other ?? one));
