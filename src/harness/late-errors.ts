import {pending} from "../notebook/pending.js";
import {placed, type Tested} from "./failure.js";
import {Overdue} from "./deadline.js";
import {currentRun, type TestRun} from "./test-run.js";

/** An error that nobody caught. */
interface Late {
  error: unknown;
  /** The cell that it comes from, where that is known. */
  cell?: number;
}

/** Hears of what a notebook's cells throw where nobody catches it. */
export interface LateErrors {
  /** Begins to hear. */
  begin: () => void;
  /** Waits for what cells left behind, a second at most, and ends hearing. */
  end: () => Promise<void>;
  /** The cells whose errors came when their tests were over. */
  cells: () => ReadonlySet<number>;
  /** Throws the first of these errors, with its place in the notebook. */
  report: () => void;
}

const patience = 1000;

/** Gives an error to the test of the cell that it comes from while that runs, else keeps it: mocha blames whichever test runs, and none for a rejection. */
export function lateErrors(runs: readonly TestRun[], tested: Tested): LateErrors {
  const [without, rejected]: [Late[], WeakSet<Promise<unknown>>] = [[], new WeakSet()];
  let before = 0;
  const hear = (error: unknown) => {
    if (error instanceof Overdue || isMochas(error)) return;
    const run = currentRun();
    if (run) run.errors.push(error);
    else without.push({error});
  };
  const hearRejection = (error: unknown, promise: Promise<unknown>) => {
    // Mocha hands a rejection on to those who have heard of it already.
    if (rejected.has(promise)) return;
    rejected.add(promise);
    hear(error);
  };
  const hearException = (error: unknown) => {
    // Node does not tell where a microtask comes from.
    const run = currentRun() ?? runs.find(({over}) => !over);
    if (run && !run.over) run.fail(error);
    else if (run) hear(error);
    else if (!process.emit("uncaughtException", error as Error)) throw error;
  };
  const all = (): Late[] => [...runs.flatMap(({errors, cell}) => errors.map((error) => ({error, cell}))), ...without];
  return {
    begin: () => {
      before = load();
      process.on("unhandledRejection", hearRejection);
      if (!process.hasUncaughtExceptionCaptureCallback()) process.setUncaughtExceptionCaptureCallback(hearException);
    },
    end: async () => {
      const end = performance.now() + patience;
      while (load() > before && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 5));
      await new Promise(setImmediate);
      process.off("unhandledRejection", hearRejection);
      process.setUncaughtExceptionCaptureCallback(null);
    },
    cells: () => new Set(all().flatMap(({cell}) => cell ?? [])),
    report: () => {
      const [first, ...more] = all();
      if (!first) return;
      const error = placed(first.error, {cell: first.cell, tested});
      if (more.length > 0) error.message += ` (and ${more.length} more)`;
      throw error;
    },
  };
}

const isMochas = (error: unknown): boolean => String((error as {code?: unknown} | null)?.code ?? "").startsWith("ERR_MOCHA");

/** How much is on its way that may still run code. */
const load = (): number => process.getActiveResourcesInfo().filter((kind) => pending.test(kind)).length;
