import {dependants, type Graph} from "../notebook/graph.js";
import {codeCells, type Notebook} from "../notebook/notebook.js";
import {withMocks} from "../notebook/mocks.js";
import {setParameters, type Values} from "../notebook/params.js";
import {setName, setsOf} from "../notebook/sets.js";
import {variables} from "./variables.js";

/** The values with which a notebook is tested, one suite for each: see `setsOf`. */
export const testedSets = (notebook: Notebook): Values[] =>
  setsOf(notebook, {values: asked(variables.params), each: asked(variables.each)});

/** A notebook as it is tested: with these values, else those of its first set, and those that its parameters have under test; and with its mocks. */
export function asTested(notebook: Notebook, values: Values = testedSets(notebook)[0] ?? {}): Notebook {
  const all = {...asked<Values>(variables.params), ...values};
  return {...withMocks(setParameters(notebook, {values: all, tested: true})), set: setName(values)};
}

const asked = <T extends object>(variable: string): T => JSON.parse(process.env[variable] ?? "{}") as T;

/** Drops what is stored below the cells that a parameter changed, and below those that need them: it was shown for other values. */
export function withoutStale(notebook: Notebook, {original, graph}: {original: Notebook; graph: Graph}): Notebook {
  const before = codeCells(original);
  const changed = codeCells(notebook).filter(({source}, index) => source !== before[index]?.source);
  const stale = new Set(changed.flatMap(({number}) => [number, ...dependants(graph, number)]));
  const fresh = (cell: Notebook["cells"][number]) => (cell.kind === "code" && stale.has(cell.number) ? {...cell, outputs: []} : cell);
  return {...notebook, cells: notebook.cells.map(fresh)};
}
