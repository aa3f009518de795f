import {Socket} from "node:net";
import {unpack} from "./pipe.js";
import type {Order} from "./protocol.js";
import {helper} from "./rewrite/work.js";
import {alert, confirm, hearAnswer, input, prompt} from "./runner/ask.js";
import {comms, hearComm} from "./runner/comms.js";
import {describeFailure, mapStacks} from "./runner/errors.js";
import {runCell, take} from "./runner/evaluate.js";
import {constant, use} from "./runner/given.js";
import {importModule, load, meta, require} from "./runner/imports.js";
import {flags, interrupt, Interrupted, listenBeside, stop} from "./runner/interrupt.js";
import {look} from "./runner/look.js";
import {captureOutput, clear, display} from "./runner/output.js";
import {currentRun, tell} from "./runner/run.js";

// The process that runs a person's code, on its main thread; started by runners.ts.
const hidden = (value: unknown) => ({value, configurable: true, enumerable: false, writable: true});
const given = {flags, stop, take, load, import: importModule, meta, constant, use, value: (value: unknown) => value};
const globals = {require, __dirname: process.cwd(), display, clearOutput: clear, input, prompt, confirm, alert};

// Frozen for good, so that V8 compiles the loops' look at the flags into one read.
Object.defineProperty(globalThis, helper, {value: Object.freeze(given)});
for (const [name, value] of Object.entries(globals)) Object.defineProperty(globalThis, name, hidden(value));
captureOutput(comms);
mapStacks();
listenBeside();
process.on("unhandledRejection", fail);
process.on("uncaughtException", fail);
// Ctrl-C in a terminal reaches the whole group of processes; it is the supervisor's to act on.
process.on("SIGINT", () => undefined);
new Socket({fd: 3})
  .on("error", () => undefined)
  .on(
    "data",
    unpack((order, buffers) => obey(order as Order, buffers)),
  );
tell({type: "ready"});
// What draws results is loaded behind that, so that the first one need not wait for it.
setTimeout(() => void import("../src/display/bundle.js"), 20).unref();

function obey(order: Order, buffers: readonly Buffer[]): void {
  if (order.type === "run") void runCell(order);
  else if (order.type === "interrupt") interrupt(order);
  else if (order.type === "answer") hearAnswer(order.id, order.answer);
  else if (order.type === "comm") void hearComm(order, buffers);
  else look(order);
}

function fail(error: unknown): void {
  const run = currentRun();
  // Of a cell that is being interrupted this is known already.
  if (error instanceof Interrupted && run?.active) return;
  tell({type: "late", cell: run?.cell ?? 0, failure: describeFailure(error)});
}
