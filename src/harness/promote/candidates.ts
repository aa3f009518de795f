import {assertedValues, isAsserted} from "../asserted.js";
import {isSilent} from "../../notebook/body.js";
import {dependants, type Graph} from "../../notebook/graph.js";
import {codeCells, type Notebook} from "../../notebook/notebook.js";
import type {Part} from "../../notebook/part.js";
import {asTested} from "../parameters.js";
import {hasPlace} from "./place.js";

/** Something that is said of a cell. */
export interface Note {
  /** The code cell's number. */
  cell: number;
  /** What, to be read behind `cell 3: `. */
  message: string;
}

/** The cells that show a value which nothing asserts, and what is said of others that do so. */
export function candidatesOf(notebook: Notebook, {parts, graph}: {parts: readonly Part[]; graph: Graph}): {open: Part[]; notes: Note[]} {
  const asserted = parts.flatMap((part) => assertedValues(part, graph));
  const open = parts.filter((part) => shows(part, parts) && !isAsserted(part, {graph, asserted}));
  const [tested, cells] = [codeCells(asTested(notebook)), codeCells(notebook)];
  const set = tested.filter(({source}, index) => source !== cells[index]!.source).map(({number}) => number);
  const shrunk = new Set(set.flatMap((number) => [number, ...dependants(graph, number)]));
  const message = "left alone: a parameter that it needs has another value under test, and an assertion could not hold for both";
  return {
    open: open.filter(({cell}) => !shrunk.has(cell.number)),
    notes: open.filter(({cell}) => shrunk.has(cell.number)).map(({cell}) => ({cell: cell.number, message})),
  };
}

function shows(part: Part, parts: readonly Part[]): boolean {
  const {live, facts, options} = part;
  const {last} = facts;
  return (
    live && hasPlace(part) && options.raises === undefined && !options.ignoreOutput && last !== undefined && !isSilent(last, {part, parts})
  );
}

/** A name that nothing in the notebook bears, which is taken from then on. */
export function freeName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let copy = 2; taken.has(name) || name in globalThis; copy++) name = `${wanted}${copy}`;
  taken.add(name);
  return name;
}
