import {beginTime, endTime} from "./deadline.js";
import {newRun, within, type TestRun} from "./test-run.js";

/** Runs a cell's test as a run of its own, in its time, with all errors that its code has thrown by then. */
export async function attend(
  work: () => Promise<void>,
  {cell, limit, name, runs}: Pick<TestRun, "cell" | "limit"> & {name: string; runs: TestRun[]},
): Promise<void> {
  const run = newRun({cell, limit});
  runs.push(run);
  beginTime(run, {name});
  let settled = false;
  try {
    const done = within(run, work).finally(() => (settled = true));
    await Promise.race([done, run.failed]);
    // Rejections that nobody handles are reported behind the microtasks.
    await Promise.race([new Promise(setImmediate), run.failed]);
  } finally {
    run.over = true;
    endTime(run, {settled});
  }
  if (run.errors.length > 0) throw run.errors.shift();
}

/** Leaves a run that mocha has judged before its code has come to its end. */
export function leave(run: TestRun): void {
  run.over = true;
  endTime(run, {settled: false});
}
