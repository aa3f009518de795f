import inspector from "node:inspector";
import {Worker} from "node:worker_threads";
import {currentRun, type TestRun} from "./test-run.js";

/** Shared with the thread that watches the clock: [0] loops have to look closer, [1] number of the test that runs, 0 for none, [2] its limit in milliseconds, [3] bytes of how it is called. */
export const flags = new Int32Array(new SharedArrayBuffer(16));
const called = Buffer.from(new SharedArrayBuffer(2048));

/** Runs whose time is up and whose code goes on. */
const overdue = new Set<TestRun>();

let watch: Worker | undefined;
let number = 0;
const numbers = new WeakMap<TestRun, number>();

/** What a cell fails with when its loop is stopped. */
export class Overdue extends Error {
  override name = "TimeoutError";
  constructor(limit: number) {
    super(`the cell ran for longer than ${limit} ms; //| timeout and --timeout allow for more`);
  }
}

/** Starts the thread that watches the clock: a loop keeps mocha from doing so; not in a debugger, where people make pauses. */
export function watchClock(): void {
  if (watch || inspector.url() !== undefined) return;
  watch = new Worker(new URL("./deadline-thread.js", import.meta.url), {workerData: {flags, called}, execArgv: []});
  watch.unref();
}

/** From now on the test's time runs; `name` is how it is called where nothing else helps but to end the process. */
export function beginTime(run: TestRun, {name}: {name: string}): void {
  numbers.set(run, ++number);
  flags[3] = called.write(name);
  flags[2] = run.limit;
  Atomics.store(flags, 1, number);
}

/** Mocha has judged the test; where its code goes on all the same, its loops are stopped as they come round. */
export function endTime(run: TestRun, {settled}: {settled: boolean}): void {
  if (settled) overdue.delete(run);
  else overdue.add(run);
  // Code that goes on behind its test's end may come to its own while the next one runs.
  if (flags[1] === numbers.get(run)) Atomics.store(flags, 1, 0);
  lower();
}

/** Called by a loop that found flags[0] set: throws when its test's time is up. */
export function stop(): void {
  const run = currentRun();
  if (run && (overdue.has(run) || performance.now() > run.deadline)) throw new Overdue(run.limit);
  lower();
}

function lower(): void {
  flags[0] = overdue.size > 0 ? 1 : 0;
}
