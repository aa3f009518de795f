import {AsyncLocalStorage} from "node:async_hooks";

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
}

const runs = new AsyncLocalStorage<TestRun>();

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
});
