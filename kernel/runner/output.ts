import {Console} from "node:console";
import {StringDecoder} from "node:string_decoder";
import {inspect} from "node:util";
import type {Bundle} from "../../src/display/bundle.js";
import type {CommHost} from "../../src/display/comm.js";
import type {Host} from "../../src/display/display.js";
import {markOf} from "../marks.js";
import {currentRun, tell, writeWhole} from "./run.js";

type Display = typeof import("../../src/display/display.js").display;

/** Routes what is printed and shown to the run that does it. */
export function captureOutput(comms: CommHost): void {
  for (const name of ["stdout", "stderr"] as const) process[name].write = writer(name) as typeof process.stdout.write;
  // Node's own one tells the inspector of every line, which costs five times as much as the line.
  const console = Object.assign(Object.create(globalThis.console), new Console({stdout: process.stdout, stderr: process.stderr}));
  Object.defineProperty(globalThis, "console", {value: console, configurable: true, writable: true});
  const host: Host & CommHost = {show, clear, await: wait, page, setNextInput, ...comms};
  Object.defineProperty(globalThis, Symbol.for("ddx.host"), {value: host, configurable: true, writable: true});
}

/** Writes to the process's own streams how far a run has come, so that what native code and child processes wrote there goes before its end. */
export function mark(cell: number): void {
  for (const stream of [1, 2]) writeWhole(stream, Buffer.from(markOf(cell)));
}

function writer(name: "stdout" | "stderr") {
  const decoder = new StringDecoder("utf8");
  return (chunk: string | Uint8Array, encoding?: unknown, callback?: unknown): boolean => {
    const text = typeof chunk === "string" ? chunk : decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    if (text !== "") tell({type: "stream", cell: currentRun()?.cell ?? 0, name, text});
    const done = typeof encoding === "function" ? encoding : callback;
    if (typeof done === "function") process.nextTick(done as () => void);
    return true;
  };
}

function show(bundle: Bundle, {id, update = false}: {id?: string; update?: boolean} = {}): void {
  tell({type: "show", cell: currentRun()?.cell ?? 0, bundle, ...(id !== undefined && {id}), update});
}

/** Shows any value; what draws it is loaded when it is first wanted. */
export function display(...given: Parameters<Display>): ReturnType<Display> {
  const shown = import("../../src/display/display.js").then((it) => it.display(...given));
  wait(shown);
  return shown;
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

/** Takes away what the cell has shown; with `wait`, only once something new comes. */
export function clear({wait = false}: {wait?: boolean} = {}): void {
  tell({type: "clear", cell: currentRun()?.cell ?? 0, wait});
}
