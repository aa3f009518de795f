import {quietly} from "./hooks.js";

/** How a script ended. */
export interface End {
  /** What nobody caught. */
  error?: unknown;
  /** The signal that ends it. */
  signal?: NodeJS.Signals;
}

/**
 * Has a task done once as the script ends, however it does: at its end, by process.exit, an error that nobody caught, Ctrl-C or SIGTERM. Exit code and signal
 * stay. Signals are only caught once that is asked for: a loop that never yields could not be stopped any more.
 */
export function atEnd(task: (end: End) => void): {catchSignals: () => void} {
  let [error, done]: [unknown, boolean] = [undefined, false];
  const once = (end: End) => {
    if (done) return;
    done = true;
    quietly(() => task(end));
  };
  process.on("uncaughtExceptionMonitor", (thrown) => (error = thrown));
  process.on("exit", () => once(error === undefined ? {} : {error}));
  let caught = false;
  const catchSignals = () => {
    if (caught) return;
    caught = true;
    for (const signal of ["SIGINT", "SIGTERM"] as const) catchSignal(signal, once);
  };
  return {catchSignals};
}

function catchSignal(signal: NodeJS.Signals, once: (end: End) => void): void {
  const stop = () => {
    // A script that handles the signal itself decides what follows.
    if (process.listenerCount(signal) > 1) return;
    once({signal});
    process.off(signal, stop);
    process.kill(process.pid, signal);
  };
  process.on(signal, stop);
}
