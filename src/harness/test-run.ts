import {AsyncLocalStorage} from "node:async_hooks";
import {printPlainPromises} from "../notebook/promises.js";

/** The run of a cell's test, which what its code does can be traced to, however late. */
export interface TestRun {
  /** The code cell's number. */
  cell: number;
  /** Longest run in milliseconds, 0 for no limit. */
  limit: number;
  /** When that is over, in milliseconds of `performance.now()`. */
  deadline: number;
  /** What its code threw where nobody caught it, and nobody has heard of yet. */
  errors: unknown[];
  /** Whether the test is over, and mocha has judged it. */
  over: boolean;
  /** Ends the test at once, whatever its code still waits for. */
  fail: (error: unknown) => void;
  /** Never settles but by `fail`. */
  failed: Promise<never>;
}

const runs = new AsyncLocalStorage<TestRun>();
printPlainPromises(runs);

/** The run that the calling code belongs to. */
export const currentRun = (): TestRun | undefined => runs.getStore();

/** Calls `work` as part of a run. */
export const within = <T>(run: TestRun, work: () => T): T => runs.run(run, work);

/** A run that begins now. */
export const newRun = ({cell, limit}: Pick<TestRun, "cell" | "limit">): TestRun => ({
  cell,
  limit,
  deadline: limit > 0 ? performance.now() + limit : Infinity,
  errors: [],
  over: false,
  ...failure(),
});

function failure(): Pick<TestRun, "fail" | "failed"> {
  let fail: TestRun["fail"] = () => undefined;
  const failed = new Promise<never>((_, reject) => (fail = reject));
  failed.catch(() => undefined);
  return {fail, failed};
}

const patience = {mocha: 2000, ours: 60_000};

/** Longest run of a cell in milliseconds, by what mocha was told: ours where that is its own default. */
export const cellTimeout = (told: number): number => (told === patience.mocha ? patience.ours : told);
