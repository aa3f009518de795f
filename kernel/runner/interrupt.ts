import {Worker} from "node:worker_threads";
import {currentRun, type Run} from "./run.js";

/**
 * Shared with the thread that listens for interrupts while this one is busy: [0] loops have to look closer, [1] number of the last interrupt that
 * was asked for, [2] the main thread is inside V8's evaluation, where it may be terminated, [3] number of the last interrupt that was dealt with.
 */
export const flags = new Int32Array(new SharedArrayBuffer(16));

const stopping = new Set<Run>();

/** What an interrupted cell fails with. */
export class Interrupted extends Error {
  override name = "Interrupted";
  constructor() {
    super("the cell was interrupted");
  }
}

/** Starts the thread that listens for interrupts. */
export function watchForInterrupts(): void {
  new Worker(new URL("./watch.js", import.meta.url), {workerData: flags, stdout: true, stderr: true}).unref();
}

/** Called by a loop that found flags[0] set: throws when its run is to stop. */
export function stop(): void {
  const run = currentRun();
  if (flags[1]! > flags[3]! && run) mark(run);
  if (run?.interrupted) throw new Interrupted();
  lower();
}

/** Ends waiting for `run` when it is still going; its loops stop when they next come round. */
export function interrupt(run: Run | undefined, {number}: {number: number}): void {
  flags[3] = number;
  if (run) {
    mark(run);
    run.abandon();
  }
  lower();
}

/** No loop of `run` can be left. */
export function settle(run: Run): void {
  stopping.delete(run);
  lower();
}

function mark(run: Run): void {
  run.interrupted = true;
  stopping.add(run);
}

function lower(): void {
  flags[0] = stopping.size > 0 || flags[1]! > flags[3]! ? 1 : 0;
}
