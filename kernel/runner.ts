import {helper} from "./rewrite/work.js";
import type {Order} from "./protocol.js";
import {describeFailure, mapStacks} from "./runner/errors.js";
import {running, runCell, take} from "./runner/evaluate.js";
import {importModule, load, meta, require} from "./runner/imports.js";
import {flags, interrupt, Interrupted, stop, watchForInterrupts} from "./runner/interrupt.js";
import {look} from "./runner/look.js";
import {captureOutput, flush} from "./runner/output.js";
import {currentRun, tell} from "./runner/run.js";

// The process that runs a person's code, on its main thread; started by runners.ts.
const hidden = (value: unknown) => ({value, configurable: true, enumerable: false, writable: true});
const given = {flags, stop, take, load, import: importModule, meta, constant, use, value: (value: unknown) => value};

Object.defineProperties(globalThis, {
  // Frozen for good, so that V8 compiles the loops' look at the flags into one read.
  [helper]: {value: Object.freeze(given)},
  require: hidden(require),
  __dirname: hidden(process.cwd()),
});
captureOutput();
mapStacks();
watchForInterrupts();
process.on("unhandledRejection", fail);
process.on("uncaughtException", fail);
process.on("disconnect", () => process.exit());
// Ctrl-C in a terminal reaches the whole group of processes; it is the supervisor's to act on.
process.on("SIGINT", () => undefined);
process.on("message", (order: Order) => {
  if (order.type === "run") void runCell(order);
  else if (order.type === "interrupt") interrupt(running, order);
  else look(order);
});
tell({type: "ready"});

/** What an assignment to a constant is rewritten to. */
function constant(value: unknown): {value: unknown} {
  return {
    get value() {
      return value;
    },
    set value(_: unknown) {
      throw new TypeError("Assignment to constant variable.");
    },
  };
}

/** What `using` at the top level is rewritten to: disposed of when the cell ends. */
function use(sync: boolean, value: unknown): unknown {
  if (value === null || value === undefined) return value;
  const methods = value as Record<symbol, (() => unknown) | undefined>;
  const disposal = (sync ? undefined : methods[Symbol.asyncDispose]) ?? methods[Symbol.dispose];
  if (typeof disposal !== "function") throw new TypeError("Object is not disposable");
  currentRun()?.disposals.push(() => disposal.call(value));
  return value;
}

function fail(error: unknown): void {
  // Of the cell that is being interrupted this is known already.
  if (error instanceof Interrupted && running && currentRun() === running) return;
  flush();
  tell({type: "late", cell: currentRun()?.cell ?? 0, failure: describeFailure(error)});
}
