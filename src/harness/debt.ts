import {graphOf, type Graph} from "../notebook/graph.js";
import {codeCells, type Notebook} from "../notebook/notebook.js";
import {orderProblems} from "../notebook/order.js";
import {parts as takeApart, type Part} from "../notebook/part.js";
import {shownIn} from "../notebook/shown.js";
import {assertedValues, isAsserted} from "./asserted.js";

/** Something that a notebook owes. */
export interface Debt {
  /** A shown value without assertion; a cell that did not run, is skipped without a reason or cannot be read; one that needs such a cell; an order of execution. */
  kind: "unasserted" | "unrun" | "skipped" | "unreadable" | "absent" | "order";
  /** The code cell, from 1. */
  cell: number;
  /** What is wrong, to be read behind `cell 3: `. */
  message: string;
}

/** What a notebook owes. */
export interface NotebookDebt {
  /** The notebook. */
  path: string;
  /** How many cells show a value. */
  shown: number;
  /** How many of these no assertion looks at. */
  unasserted: number;
  /** Their share in percent; 0 where nothing is shown. */
  percent: number;
  /** All of it, by cell. */
  debts: readonly Debt[];
}

/** What a notebook owes: shown values without an assertion on them, cells that silently did not or cannot run, execution out of order. */
export function debtOf(notebook: Notebook): NotebookDebt {
  const parts = takeApart(notebook);
  const graph = graphOf(parts);
  const shown = parts.filter((part) => part.live && shows(part, notebook));
  const asserted = parts.flatMap((part) => assertedValues(part, graph));
  const bare = shown.filter((part) => !isAsserted(part, {graph, asserted}));
  const debts = [
    ...bare.map((part) => debt("unasserted", part, `shows ${shownText(part)}, and no assertion looks at it`)),
    ...parts.flatMap((part) => unrun(part, {notebook, graph})),
    ...orderProblems(notebook, graph).map(({cell, message}): Debt => ({kind: "order", cell, message: message.replace(/^cell \d+ /, "")})),
  ];
  const percent = shown.length === 0 ? 0 : (100 * bare.length) / shown.length;
  return {path: notebook.path, shown: shown.length, unasserted: bare.length, percent, debts: debts.sort((a, b) => a.cell - b.cell)};
}

const debt = (kind: Debt["kind"], {cell}: Part, message: string): Debt => ({kind, cell: cell.number, message});

/** Whether a cell shows a value: as its stored outputs say where there are such, else its text. */
function shows(part: Part, notebook: Notebook): boolean {
  const kinds = part.cell.outputs.map(({output_type}) => output_type);
  const byText = shownIn(part).length > 0;
  if (kinds.includes("display_data")) return true;
  const told = part.cell.executionCount !== null && codeCells(notebook).some(({outputs}) => outputs.length > 0);
  return byText && (!told || kinds.includes("execute_result"));
}

/** The beginning of what a cell shows. */
function shownText(part: Part): string {
  const {start, end} = shownIn(part).at(-1) ?? {start: 0, end: 0};
  const text = part.cell.source.slice(start, end).replace(/\s+/g, " ");
  return text === "" ? "a value" : text.length > 50 ? `${text.slice(0, 49)}…` : text;
}

function unrun(part: Part, {notebook, graph}: {notebook: Notebook; graph: Graph}): Debt[] {
  const {options, facts, cell, syntax} = part;
  const [problem] = facts.problems;
  if (options.skip !== undefined) return options.skip === "" ? [debt("skipped", part, "is skipped without a reason")] : [];
  if (problem) return [debt("unreadable", part, `cannot be read: ${problem.message} (line ${problem.line})`)];
  const ran = (one: Part["cell"]) => one.executionCount !== null || one.outputs.length > 0;
  const silent = !ran(cell) && syntax.program.body.length > 0 && codeCells(notebook).some(ran);
  return [...(silent ? [debt("unrun", part, "did not run when others did")] : []), ...absent(part, graph)];
}

function absent(part: Part, {needs, definitions}: Graph): Debt[] {
  const missing = (needs.get(part.cell.number) ?? []).filter(
    ({name, cell, early}) => !early && definitions.get(name)?.some((one) => one.cell === cell && one.how === "absent"),
  );
  return missing.map(({name, line, cell}) =>
    debt("absent", part, `uses ${name} in line ${line}, which only cell ${cell} declares, and that does not run`),
  );
}
