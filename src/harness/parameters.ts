import {dependants, type Graph} from "../notebook/graph.js";
import {codeCells, type Notebook} from "../notebook/notebook.js";
import {setParameters, type Values} from "../notebook/params.js";
import {variables} from "./variables.js";

/** A notebook as it is tested: with the values that were asked for, else those that its parameters have under test. */
export function asTested(notebook: Notebook): Notebook {
  const values = JSON.parse(process.env[variables.params] ?? "{}") as Values;
  return setParameters(notebook, {values, tested: true});
}

/** Drops what is stored below the cells that a parameter changed, and below those that need them: it was shown for other values. */
export function withoutStale(notebook: Notebook, {original, graph}: {original: Notebook; graph: Graph}): Notebook {
  const before = codeCells(original);
  const changed = codeCells(notebook).filter(({source}, index) => source !== before[index]?.source);
  const stale = new Set(changed.flatMap(({number}) => [number, ...dependants(graph, number)]));
  const fresh = (cell: Notebook["cells"][number]) => (cell.kind === "code" && stale.has(cell.number) ? {...cell, outputs: []} : cell);
  return {...notebook, cells: notebook.cells.map(fresh)};
}
