import {sources, type Definition, type Definitions} from "./definitions.js";
import {isBefore} from "./early.js";
import type {Part} from "./part.js";
import type {Functions, Use} from "./uses.js";

/** That a cell uses a name which another cell declares or changes. */
export interface Need {
  /** The code cell that is needed. */
  cell: number;
  /** The name. */
  name: string;
  /** Line of the first such use, from 1. */
  line: number;
  /** Whether the name is only used in functions that the cell declares: it has to be there when they are called. */
  lazy: boolean;
  /** Whether only a later cell declares the name, so that the notebook cannot run from top to bottom. */
  early: boolean;
  /** Whether the cell calls the name's value and does nothing else with it. */
  called: boolean;
}

/** What a cell needs, name by name in the order of the text; `own` are the names that {@link calledNames} gives. */
export function needsOf(
  part: Part,
  {uses, own, definitions}: {uses: readonly Use[]; own: ReadonlySet<string>; definitions: Definitions},
): Need[] {
  const {cell} = part;
  const outer = (use: Use) =>
    !use.own || (isDefined(use.name, {definitions, before: cell.number}) && isBefore(use, {name: use.name, part}));
  return [...grouped(uses.filter(outer))].flatMap(([name, all]) => {
    const found = sources(name, {definitions, before: cell.number});
    const before = all.some(({reads}) => reads) ? found : found.slice(0, 1);
    const needed = found.length > 0 ? before : later(name, {definitions, after: cell.number});
    const early = found.length === 0 && all.some(({strict}) => strict);
    const first = all.find((use) => (early ? use.strict : !use.lazy)) ?? all[0]!;
    const line = cell.source.slice(0, first.start).split("\n").length;
    const how = {name, line, early, lazy: first.lazy && !own.has(name), called: all.every(({called, lazy}) => called && !lazy)};
    return needed.map((one) => ({cell: one.cell, ...how}));
  });
}

const isDefined = (name: string, at: {definitions: Definitions; before: number}): boolean => sources(name, at).length > 0;

function grouped(uses: readonly Use[]): Map<string, Use[]> {
  const groups = new Map<string, Use[]>();
  for (const use of uses) groups.set(use.name, [...(groups.get(use.name) ?? []), use]);
  return groups;
}

/** The first cell behind another that declares a name, an absent one when there is no other; none for what is there without any cell. */
function later(name: string, {definitions, after}: {definitions: Definitions; after: number}): Definition[] {
  if (given.has(name) || name in globalThis) return [];
  const behind = (definitions.get(name) ?? []).filter(({cell}) => cell > after);
  return [...behind.filter(({how}) => how === "declares"), ...behind].slice(0, 1);
}

/** What the kernel gives every cell. */
const given = new Set(["require", "__dirname", "display", "clearOutput", "input", "prompt", "confirm", "alert"]);

/** Names used by the functions of a cell that the cell itself uses as it runs. */
export function calledNames(uses: readonly Use[], functions: Functions): Set<string> {
  const used = uses.filter(({own, lazy}) => own && !lazy).flatMap(({name}) => functions.get(name) ?? []);
  return new Set(used.map(({name}) => name));
}
