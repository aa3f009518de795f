import {addChange, declarationsIn, sources, type Definitions} from "./definitions.js";
import {calledNames, needsOf, type Need} from "./needs.js";
import type {Part} from "./part.js";
import {laterOf, usesOf, type Functions, type Later} from "./uses.js";

/** Which code cells of a notebook use what others define; cells are named by their numbers. */
export interface Graph {
  /** What each cell needs directly. */
  needs: ReadonlyMap<number, readonly Need[]>;
  /** What the functions behind each name that a cell declares use when they are called. */
  later: ReadonlyMap<number, Functions>;
  /** The cells that declare or change a name, in order. */
  definitions: Definitions;
}

/**
 * The graph of a notebook's names: a use leads to the last cell before it that declares the name and to the cells that visibly changed it since, also by
 * calling a function that does. Other effects are not seen: files, random draws, a value that is changed under another name or by whom it was passed to.
 */
export function graphOf(parts: readonly Part[]): Graph {
  const graph = {needs: new Map<number, Need[]>(), later: new Map<number, Functions>(), definitions: declarationsIn(parts)};
  for (const part of parts) {
    const uses = usesOf(part);
    const functions = laterOf(part, uses);
    const own = calledNames(uses, functions);
    const cell = part.cell.number;
    graph.later.set(cell, functions);
    graph.needs.set(cell, needsOf(part, {uses, own, definitions: graph.definitions}));
    const visible = uses.filter(({lazy, name}) => !lazy || own.has(name));
    for (const {name, changes} of [...visible, ...calledBy(cell, graph)])
      if (changes) addChange(name, {definitions: graph.definitions, cell, change: changes});
  }
  return graph;
}

/** What the functions of other cells use which a cell can call as it runs. */
function calledBy(number: number, {needs, later, definitions}: Graph): Later[] {
  const found: Later[] = [];
  const links: Link[] = (needs.get(number) ?? []).filter(({lazy}) => !lazy).map(({cell, name}) => ({cell, name, at: number}));
  const seen = new Set<string>();
  for (const {cell, name} of links) {
    if (!isNew(`${cell} ${name}`, seen)) continue;
    const used = later.get(cell)?.get(name) ?? [];
    found.push(...used);
    links.push(...used.flatMap((one) => linksTo(one.name, {definitions, at: number})));
  }
  return found;
}

/** The cells before it that a cell needs, directly or through others; what its functions use as it stands when they are called. */
export function ancestors({needs, later, definitions}: Graph, number: number): Set<number> {
  const [found, cells, functions] = [new Set<number>(), new Set<number>(), new Set<string>()];
  const links: Link[] = [];
  const follow = (cell: number, at: number) => {
    if (!isNew(at * span + cell, cells)) return;
    // A function that is called in its cell has done its work there; one that is handed on may be called later.
    for (const need of needs.get(cell) ?? [])
      if (need.cell < cell) links.push({cell: need.cell, name: need.name, at: need.called ? cell : at});
  };
  follow(number, number);
  for (const {cell, name, at} of links) {
    found.add(cell);
    follow(cell, at);
    const used = later.get(cell)?.get(name) ?? [];
    if (used.length > 0 && isNew(`${cell} ${at} ${name}`, functions))
      for (const one of used) links.push(...linksTo(one.name, {definitions, at}));
  }
  return found;
}

/** More than a notebook has cells. */
const span = 1e6;

/** The cells behind it that need a cell, directly or through others. */
export function dependants(graph: Graph, number: number): Set<number> {
  return new Set([...graph.needs.keys()].filter((cell) => cell > number && ancestors(graph, cell).has(number)));
}

/** A name of a cell, as it stands when another cell uses it. */
interface Link {
  cell: number;
  name: string;
  at: number;
}

const linksTo = (name: string, {definitions, at}: {definitions: Definitions; at: number}): Link[] =>
  sources(name, {definitions, before: at}).map(({cell}) => ({cell, name, at}));

function isNew<T>(key: T, seen: Set<T>): boolean {
  const {size} = seen;
  return seen.add(key).size > size;
}
