import {spawn, type ChildProcess} from "node:child_process";
import type {Readable, Writable} from "node:stream";
import {fileURLToPath} from "node:url";
import {readMarks} from "./marks.js";
import {pack, unpack} from "./pipe.js";
import type {Answer, Order, Report} from "./protocol.js";

/** What a runner process reports to. */
export interface Listener {
  /** It says something; binary data comes beside it. */
  report: (report: Report, buffers: readonly Buffer[]) => void;
  /** Code that is not ours (native code, a child process) wrote to its output. */
  raw: (name: "stdout" | "stderr", text: string) => void;
  /** It ended without being told to; `reason` completes "its process …". */
  died: (reason: string) => void;
}

const script = fileURLToPath(new URL("./runner.js", import.meta.url));
const patience = 200;

/** A process that runs a person's code. */
export class RunnerProcess {
  /** Resolves when it can take orders; rejects with one line when it cannot be started. */
  readonly ready: Promise<void>;
  readonly #child: ChildProcess;
  readonly #listener: Listener;
  readonly #ends = new Map<number, {marks: number; release?: () => void}>();
  #errors = "";

  constructor({cwd, env = process.env}: {cwd: string; env?: NodeJS.ProcessEnv}, listener: Listener) {
    this.#listener = listener;
    this.#child = spawn(process.execPath, [script], {cwd, env, stdio: ["ignore", "pipe", "pipe", "pipe", "pipe", "pipe"]});
    for (const name of ["stdout", "stderr"] as const) this.#read(name);
    for (const pipe of this.#child.stdio) pipe?.on("error", () => undefined);
    this.ready = new Promise((resolve, reject) => {
      const hear = unpack((report, buffers) => ((report as Report).type === "ready" ? resolve() : this.#hear(report as Report, buffers)));
      this.#reports.on("data", hear);
      void this.#end().then((reason) => {
        reject(new Error(`the process that runs cells could not be started: ${this.#errors.trim().split("\n").at(-1) ?? ""}`));
        listener.died(reason + memory(this.#errors));
      });
    });
    this.ready.catch(() => undefined);
  }

  /** Its number in the system. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Gives an order, which waits until the main thread has time. */
  send(order: Order, buffers: readonly Uint8Array[] = []): void {
    (this.#child.stdio[3] as Writable).write(pack(order, buffers));
  }

  /** Tells the thread that listens even when the main thread is in a loop or stands still. */
  sendBeside(wish: {interrupt: number} | {id: number; answer: Answer}): void {
    (this.#child.stdio[4] as Writable).write(`${JSON.stringify(wish)}\n`);
  }

  /** Ends it; resolves when it is gone. */
  async kill(): Promise<void> {
    const {exitCode, signalCode} = this.#child;
    if (exitCode !== null || signalCode !== null || this.pid === undefined) return;
    await new Promise((resolve) => this.#child.once("exit", resolve).kill("SIGKILL"));
  }

  get #reports(): Readable {
    return (this.#child.stdio as unknown as Readable[])[5]!;
  }

  #read(name: "stdout" | "stderr"): void {
    const text = (piece: string) => {
      if (name === "stderr") this.#errors = (this.#errors + piece).slice(-4000);
      this.#listener.raw(name, piece);
    };
    this.#child[name]!.setEncoding("utf8").on("data", readMarks({text, mark: (cell) => this.#approach(cell, {marks: 1})}));
  }

  /** What was written to the streams of the process before a run ended goes before its end, though it comes by another pipe. */
  #hear(report: Report, buffers: readonly Buffer[]): void {
    if (report.type !== "done") return this.#listener.report(report, buffers);
    const late = setTimeout(() => this.#approach(report.cell, {marks: 2}), patience);
    const release = () => (clearTimeout(late), this.#listener.report(report, buffers));
    this.#approach(report.cell, {marks: 0, release});
  }

  #approach(cell: number, {marks, release}: {marks: number; release?: () => void}): void {
    const end = this.#ends.get(cell) ?? {marks: 0};
    end.marks += marks;
    end.release ??= release!;
    this.#ends.set(cell, end);
    if (end.marks < 2 || !end.release) return;
    this.#ends.delete(cell);
    end.release();
  }

  /** Waits for the end of the process and of all that it had still to say. */
  async #end(): Promise<string> {
    const over = new Promise((resolve) => this.#reports.once("close", resolve));
    const reason = await new Promise<string>((resolve) => {
      this.#child.once("error", ({message}) => resolve(`could not be started: ${message}`));
      this.#child.once("exit", (code, signal) => resolve(signal ? `was ended by ${signal}` : `ended with exit code ${code}`));
    });
    await Promise.race([over, new Promise((resolve) => setTimeout(resolve, patience))]);
    await new Promise(setImmediate);
    return reason;
  }
}

const memory = (errors: string): string =>
  /heap out of memory|heap limit/i.test(errors) ? ": it ran out of memory (NODE_OPTIONS=--max-old-space-size=… gives more)" : "";
