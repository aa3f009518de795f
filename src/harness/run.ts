import path from "node:path";
import {startKernel, type Execution, type Kernel} from "../../kernel/client.js";
import {analyse} from "../notebook/cell.js";
import {readOptions, type CellOptions} from "../notebook/directives.js";
import {codeCells, type Notebook, type NotebookCell} from "../notebook/notebook.js";
import type {Output} from "../notebook/output.js";

/** What became of a code cell. */
export interface CellRun {
  /** The cell as it was before. */
  cell: NotebookCell;
  /** `skipped`: empty, or by its directive; `waiting`: behind a failed cell. */
  status: "ok" | "failed" | "skipped" | "waiting";
  /** Wall-clock time in seconds. */
  seconds: number;
  /** What went wrong, with the place in the cell where one is known. */
  error?: {name: string; message: string; line?: number; column?: number};
  /** Whether that happened when the cell was done: in a timer, or in a promise that nobody awaits. */
  late?: true;
}

/** A notebook that was executed. */
export interface NotebookRun {
  /** The notebook with its new outputs. */
  notebook: Notebook;
  /** What became of each code cell, in order. */
  cells: readonly CellRun[];
}

/** How a notebook is executed, and who is told. */
export interface RunOptions {
  /** Whether to go on behind a cell that fails. */
  keepGoing?: boolean;
  /** Called before a cell is executed. */
  onStart?: (cell: NotebookCell) => void;
  /** Called with each output as it comes. */
  onOutput?: (output: Output, cell: NotebookCell) => void;
  /** Called when a cell is done. */
  onCell?: (run: CellRun) => void;
  /** Interrupts the cell that runs and leaves the rest. */
  signal?: AbortSignal;
}

/** How long what cells left behind may take, in milliseconds. */
const patience = 1000;

/** Executes a notebook's code cells in order in a fresh kernel, in the notebook's folder. */
export async function runNotebook(notebook: Notebook, {keepGoing = false, signal, ...listeners}: RunOptions = {}): Promise<NotebookRun> {
  const plan = codeCells(notebook).map((cell) => ({cell, options: optionsOf(cell, notebook)}));
  const kernel = await startKernel({cwd: path.dirname(path.resolve(notebook.path))});
  const interrupt = () => kernel.interrupt();
  signal?.addEventListener("abort", interrupt);
  const done = new Map<NotebookCell, {run: CellRun; execution?: Execution}>();
  try {
    for (const {cell, options} of plan) {
      const stopped = signal?.aborted || (!keepGoing && [...done.values()].some(({run}) => run.status === "failed"));
      done.set(cell, stopped ? {run: {cell, status: "waiting", seconds: 0}} : await runCell(cell, {options, kernel, ...listeners}));
    }
    if (!signal?.aborted) await kernel.settle({most: patience});
  } finally {
    signal?.removeEventListener("abort", interrupt);
    await kernel.shutdown();
  }
  const cells = notebook.cells.map((cell) => (cell.kind === "code" ? executed(cell, done.get(cell)?.execution) : cell));
  return {notebook: {...notebook, cells}, cells: [...done.values()].map(({run}) => run)};
}

type CellContext = Pick<RunOptions, "onStart" | "onOutput" | "onCell"> & {options: CellOptions; kernel: Kernel};

async function runCell(
  cell: NotebookCell,
  {options, kernel, onStart, onOutput, onCell}: CellContext,
): Promise<{run: CellRun; execution?: Execution}> {
  if (options.skip !== undefined || cell.source.trim() === "") {
    const run: CellRun = {cell, status: "skipped", seconds: 0};
    onCell?.(run);
    return {run};
  }
  onStart?.(cell);
  const start = performance.now();
  const limit = limitTime(kernel, options);
  const execution = await kernel.execute(cell.source, {
    cell: {number: cell.number},
    onOutput: (output) => onOutput?.(output, cell),
    onLateError: (error) => {
      if (run.status === "ok") Object.assign(run, {status: "failed", error: named(error), late: true});
    },
  });
  const error = limit.end() ?? errorOf(execution, options);
  const run: CellRun = {cell, status: error ? "failed" : "ok", seconds: (performance.now() - start) / 1000, ...(error && {error})};
  onCell?.(run);
  return {run, execution};
}

/** Interrupts a cell whose directive says how long it may run; `end` says so when it was. */
function limitTime(kernel: Kernel, {timeout = 0}: CellOptions): {end: () => CellRun["error"]} {
  let isOver = false;
  const stop = () => {
    isOver = true;
    kernel.interrupt();
  };
  const timer = timeout > 0 ? setTimeout(stop, timeout) : undefined;
  return {
    end: () => {
      clearTimeout(timer);
      return isOver ? {name: "TimeoutError", message: `the cell ran for longer than ${timeout} ms`} : undefined;
    },
  };
}

/** What is wrong with an execution: an error, unless the cell expects it, or none where it expects one. */
function errorOf({error, status}: Execution, {raises}: CellOptions): CellRun["error"] {
  if (raises !== undefined && error && (raises === "" || raises === error.ename)) return undefined;
  if (raises !== undefined && !error)
    return {name: "AssertionError", message: `expected ${raises ? `a ${raises}` : "an error"}, but nothing was thrown`};
  if (error) return named(error);
  return status === "ok" ? undefined : {name: "AbortError", message: "the cell was not run to its end"};
}

const named = ({ename, evalue, line, column}: NonNullable<Execution["error"]>): CellRun["error"] => ({
  name: ename,
  message: evalue,
  ...(line !== undefined && {line}),
  ...(column !== undefined && {column}),
});

function executed(cell: NotebookCell, execution: Execution | undefined): NotebookCell {
  return {...cell, outputs: execution?.outputs ?? [], executionCount: execution?.executionCount ?? null};
}

function optionsOf({source, tags, number}: NotebookCell, {path}: Notebook): CellOptions {
  try {
    return readOptions(analyse(source).directives, {tags});
  } catch (error) {
    throw new SyntaxError(`${path}, cell ${number}, ${(error as Error).message}`);
  }
}
