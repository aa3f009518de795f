import type {Graph} from "./graph.js";
import type {Need} from "./needs.js";
import {codeCells, type Notebook, type NotebookCell} from "./notebook.js";

/** What is wrong with the order of a notebook's cells, or of their stored executions. */
export interface OrderProblem {
  /** `early`: a name is used before it is there; `inverted`: a cell ran before one that it needs; `disordered`: the order is another, but no cell missed one that it needs. */
  kind: "early" | "inverted" | "disordered";
  /** The code cell that it is about, from 1. */
  cell: number;
  /** A sentence that begins with that cell. */
  message: string;
}

/** Why a notebook cannot run from top to bottom, or cannot have run so; counts that are missing, repeated or far apart say nothing. */
export function orderProblems(notebook: Notebook, graph: Graph): OrderProblem[] {
  const cells = codeCells(notebook);
  const counts = new Map(cells.flatMap(({number, executionCount}) => (executionCount === null ? [] : [[number, executionCount] as const])));
  const needs = [...graph.needs].flatMap(([cell, all]) => all.map((need) => ({by: cell, need})));
  const early = needs.filter(({need}) => need.early).map(({by, need}) => earlyProblem(by, need));
  const inverted = needs.filter(
    ({by, need}) => !need.lazy && need.cell < by && (counts.get(need.cell) ?? 0) > (counts.get(by) ?? Infinity),
  );
  if (inverted.length > 0) return [...early, ...pairs(inverted).map((pair) => invertedProblem(pair, counts))];
  return [...early, ...disordered(cells.filter(({number}) => counts.has(number)))];
}

/** A cell that needs names of an earlier one. */
interface Pair {
  by: number;
  cell: number;
  names: readonly string[];
}

function pairs(needs: readonly {by: number; need: Need}[]): Pair[] {
  const found = new Map<string, Pair>();
  for (const {by, need} of needs) {
    const key = `${by} ${need.cell}`;
    found.set(key, {by, cell: need.cell, names: [...(found.get(key)?.names ?? []), need.name]});
  }
  return [...found.values()];
}

const earlyProblem = (cell: number, need: Need): OrderProblem => ({
  kind: "early",
  cell,
  message: `cell ${cell} uses ${need.name} in line ${need.line}, which only cell ${need.cell} declares: it cannot run from top to bottom`,
});

const invertedProblem = ({by, cell, names}: Pair, counts: ReadonlyMap<number, number>): OrderProblem => ({
  kind: "inverted",
  cell: by,
  message: `cell ${by} needs ${listed(names)} from cell ${cell}, which ran later (execution counts ${counts.get(by)} and ${counts.get(cell)}): what is stored did not come from top to bottom`,
});

function disordered(ran: readonly NotebookCell[]): OrderProblem[] {
  const late = ran.filter(({executionCount}, index) => index > 0 && executionCount! < ran[index - 1]!.executionCount!);
  const [first] = late;
  if (!first) return [];
  const others = late.slice(1).map(({number}) => number);
  const above = ran[ran.indexOf(first) - 1]!;
  const counts = `(execution counts ${first.executionCount} and ${above.executionCount})`;
  const also = others.length > 0 ? `, as did cell${others.length > 1 ? "s" : ""} ${listed(others)} before the one above` : "";
  const message = `cell ${first.number} ran before cell ${above.number} ${counts}${also}, though no cell ran before one that it needs`;
  return [{kind: "disordered", cell: first.number, message}];
}

/** `a`, `a and b`, `a, b and c`. */
const listed = (items: readonly (string | number)[]): string => [items.slice(0, -1).join(", "), items.at(-1)].filter(Boolean).join(" and ");
