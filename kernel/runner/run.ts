import {AsyncLocalStorage} from "node:async_hooks";
import type {Report} from "../protocol.js";

/** One run of a cell, and what its code can still reach through the async context, however late. */
export interface Run {
  /** The supervisor's number for it. */
  cell: number;
  /** How the cell is called in frames. */
  label: string;
  /** What `using` at the cell's top level has to dispose of, the last first. */
  disposals: (() => unknown)[];
  /** Whether its loops must stop. */
  interrupted: boolean;
  /** Stops waiting for it. */
  abandon: () => void;
}

const runs = new AsyncLocalStorage<Run>();
let latest: Run | undefined;

/** The run that the calling code belongs to; the latest where no async context leads to one. */
export const currentRun = (): Run | undefined => runs.getStore() ?? latest;

/** Calls `work` as part of a run. */
export function within<T>(run: Run, work: () => T): T {
  latest = run;
  return runs.run(run, work);
}

/** Tells the supervisor. */
export function tell(report: Report): void {
  process.send?.(report);
}
