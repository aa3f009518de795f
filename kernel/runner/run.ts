import {AsyncLocalStorage} from "node:async_hooks";
import {writeSync} from "node:fs";
import {printPlainPromises} from "../../src/notebook/promises.js";
import {pack} from "../pipe.js";
import type {Report} from "../protocol.js";

/** One run of a cell, or of a handler of messages from the front end, and what its code can still reach through the async context, however late. */
export interface Run {
  /** The supervisor's number for it. */
  cell: number;
  /** How the cell is called in frames. */
  label: string;
  /** What `using` at the cell's top level has to dispose of, the last first. */
  disposals: (() => unknown)[];
  /** What is being drawn, and has to be shown before the run ends. */
  coming: Promise<unknown>[];
  /** Whether it has yet to end. */
  active: boolean;
  /** Whether its loops must stop. */
  interrupted: boolean;
  /** Stops waiting for it. */
  abandon: () => void;
}

/** A new run. */
export const newRun = ({cell, label}: Pick<Run, "cell" | "label">): Run => ({
  cell,
  label,
  disposals: [],
  coming: [],
  active: true,
  interrupted: false,
  abandon: () => undefined,
});

const runs = new AsyncLocalStorage<Run>();
printPlainPromises(runs);
let latest: Run | undefined;

/** The run that the calling code belongs to; the latest where no async context leads to one. */
export const currentRun = (): Run | undefined => runs.getStore() ?? latest;

/** Calls `work` as part of a run. */
export function within<T>(run: Run, work: () => T): T {
  latest = run;
  return runs.run(run, work);
}

const reports = 5;
const pause = new Int32Array(new SharedArrayBuffer(4));

/** Tells the supervisor, and waits until it took it: what is printed in a loop neither piles up here nor gets lost when the process ends. */
export function tell(report: Report, buffers: readonly Uint8Array[] = []): void {
  writeWhole(reports, pack(report, buffers));
}

/** Writes to a file descriptor that may be full for a while; one that is closed is left alone. */
export function writeWhole(descriptor: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) {
    try {
      at += writeSync(descriptor, bytes, at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") return;
      Atomics.wait(pause, 0, 0, 1);
    }
  }
}
