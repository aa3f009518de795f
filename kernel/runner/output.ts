import {inspect} from "node:util";
import type {Bundle} from "../../src/display/bundle.js";
import type {CommHost} from "../../src/display/comm.js";
import type {Host} from "../../src/display/display.js";
import {markOf} from "../marks.js";
import {currentRun, tell, writeWhole} from "./run.js";

type Name = "stdout" | "stderr";

const size = 65_536;
const interval = 10;
const pending = {cell: 0, name: "stdout" as Name, text: "", since: 0};
let timer: NodeJS.Timeout | undefined;

/** Routes what is printed and shown to the run that does it. */
export function captureOutput(comms: CommHost): void {
  for (const name of ["stdout", "stderr"] as const) process[name].write = writer(name) as typeof process.stdout.write;
  const host: Host & CommHost = {show, clear, await: wait, page, setNextInput, ...comms};
  Object.defineProperty(globalThis, Symbol.for("ddx.host"), {value: host, configurable: true, writable: true});
}

/** Writes to the process's own streams how far a run has come, so that what native code and child processes wrote there goes before its end. */
export function mark(cell: number): void {
  for (const stream of [1, 2]) writeWhole(stream, Buffer.from(markOf(cell)));
}

/** Sends what is held back; called before anything that has to come behind it. */
export function flush(): void {
  clearTimeout(timer);
  timer = undefined;
  const {cell, name, text} = pending;
  pending.text = "";
  if (text !== "") tell({type: "stream", cell, name, text});
}

function writer(name: Name) {
  return (chunk: string | Uint8Array, encoding?: unknown, callback?: unknown): boolean => {
    print(name, typeof chunk === "string" ? chunk : Buffer.from(chunk).toString());
    const done = typeof encoding === "function" ? encoding : callback;
    if (typeof done === "function") process.nextTick(done as () => void);
    return true;
  };
}

function print(name: Name, text: string): void {
  const cell = currentRun()?.cell ?? 0;
  if (cell !== pending.cell || name !== pending.name) flush();
  if (pending.text === "") pending.since = performance.now();
  Object.assign(pending, {cell, name, text: pending.text + text});
  // No timer fires in a loop that prints, so the age is looked at here too.
  if (pending.text.length >= size || performance.now() - pending.since > interval) flush();
  else timer ??= setTimeout(flush, interval);
}

function show(bundle: Bundle, {id, update = false}: {id?: string; update?: boolean} = {}): void {
  flush();
  tell({type: "show", cell: currentRun()?.cell ?? 0, bundle, ...(id !== undefined && {id}), update});
}

function wait(coming: Promise<unknown>): void {
  currentRun()?.coming.push(coming);
}

function page(value: unknown): void {
  const text = typeof value === "string" ? value : inspect(value, {depth: 6, maxArrayLength: 1000});
  tell({type: "payload", cell: currentRun()?.cell ?? 0, payload: {source: "page", data: {"text/plain": text}, start: 0}});
}

function setNextInput(text: string, {replace = false}: {replace?: boolean} = {}): void {
  tell({type: "payload", cell: currentRun()?.cell ?? 0, payload: {source: "set_next_input", text: String(text), replace}});
}

function clear({wait = false}: {wait?: boolean} = {}): void {
  flush();
  tell({type: "clear", cell: currentRun()?.cell ?? 0, wait});
}
