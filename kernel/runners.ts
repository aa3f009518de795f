import {fork, type ChildProcess} from "node:child_process";
import {existsSync} from "node:fs";
import type {Writable} from "node:stream";
import {fileURLToPath} from "node:url";
import type {Order, Report} from "./protocol.js";

/** What a pool of runners reports to. */
export interface Listener {
  /** The current runner says something. */
  report: (report: Report) => void;
  /** Code that is not ours (native code, a child process) wrote to the current runner's output. */
  raw: (name: "stdout" | "stderr", text: string) => void;
  /** The current runner ended without being told to; `reason` completes "its process …". */
  died: (reason: string) => void;
}

/** Where runners live. */
export interface Place {
  /** Folder that imports are resolved from. */
  cwd: string;
  /** Environment; this process's own when left out. */
  env?: NodeJS.ProcessEnv;
  /** Keeps a second runner started, for when the first one has to be replaced. */
  spare?: boolean;
}

const script = fileURLToPath(new URL("./runner.js", import.meta.url));

/** The current runner process, and a spare one. */
export class Runners {
  #current: ChildProcess | undefined;
  #spare: ChildProcess | undefined;
  #ended = false;
  #interrupts = 0;
  readonly #ready = new WeakMap<ChildProcess, Promise<unknown>>();

  constructor(
    private readonly place: Place,
    private readonly listener: Listener,
  ) {}

  /** Resolves when a runner can take orders; rejects with one line when none can be started. */
  async start(): Promise<void> {
    if (!existsSync(this.place.cwd)) throw new Error(`expected a folder to run in, ${this.place.cwd} does not exist`);
    this.#current ??= this.#spare ?? this.#spawn();
    this.#spare = this.#spare === this.#current ? undefined : this.#spare;
    await this.#ready.get(this.#current);
    if (this.place.spare) this.#spare ??= this.#spawn();
  }

  /** Gives an order to the current runner, starting one when there is none. */
  async send(order: Order): Promise<void> {
    await this.start();
    this.#current?.send(order, () => undefined);
  }

  /** Asks the current runner to stop what it does, both in its queue and past it, since it may be in a loop. */
  interrupt(): void {
    const number = ++this.#interrupts;
    this.#current?.send({type: "interrupt", number} satisfies Order, () => undefined);
    (this.#current?.stdio[4] as Writable | undefined)?.write(`${number}\n`);
  }

  /** Ends the current runner; the next order goes to a fresh one. */
  replace(): void {
    const old = this.#current;
    this.#current = undefined;
    old?.kill("SIGKILL");
  }

  /** Ends all of them. */
  async end(): Promise<void> {
    this.#ended = true;
    const all = [this.#current, this.#spare].filter((child) => child !== undefined && child.exitCode === null && child.signalCode === null);
    this.#current = this.#spare = undefined;
    await Promise.all(all.map((child) => new Promise((resolve) => child!.once("exit", resolve).kill("SIGKILL"))));
  }

  #spawn(): ChildProcess {
    const {cwd, env = process.env} = this.place;
    const child = fork(script, [], {cwd, env, execArgv: [], stdio: ["ignore", "pipe", "pipe", "ipc", "pipe"]});
    let errors = "";
    for (const name of ["stdout", "stderr"] as const) {
      child[name]!.setEncoding("utf8").on("data", (text: string) => {
        if (name === "stderr") errors = (errors + text).slice(-4000);
        if (child === this.#current) this.listener.raw(name, text);
      });
    }
    child.stdio[4]!.on("error", () => undefined);
    child.on("error", () => undefined);
    const ready = new Promise<void>((resolve, reject) => {
      child.on("message", (report: Report) => {
        if (report.type === "ready") resolve();
        else if (child === this.#current) this.listener.report(report);
      });
      child.once("exit", () =>
        reject(new Error(`the process that runs cells could not be started: ${errors.trim().split("\n").at(-1) ?? ""}`)),
      );
    });
    ready.catch(() => undefined);
    this.#ready.set(child, ready);
    void ended(child).then((reason) => this.#bury(child, reason + memory(errors)));
    return child;
  }

  #bury(child: ChildProcess, reason: string): void {
    if (child === this.#spare) this.#spare = undefined;
    if (child !== this.#current || this.#ended) return;
    this.#current = undefined;
    this.listener.died(reason);
  }
}

/** Waits for the end of a process and of all that it had still to say. */
async function ended(child: ChildProcess): Promise<string> {
  const disconnected = new Promise<void>((resolve) => child.once("disconnect", resolve));
  const exit = new Promise<string>((resolve) => {
    child.once("error", ({message}) => resolve(`could not be started: ${message}`));
    child.once("exit", (code, signal) => resolve(signal ? `was ended by ${signal}` : `ended with exit code ${code}`));
  });
  const reason = await exit;
  if (child.connected) await disconnected;
  await new Promise(setImmediate);
  return reason;
}

const memory = (errors: string): string =>
  /heap out of memory|heap limit/i.test(errors) ? ": it ran out of memory (NODE_OPTIONS=--max-old-space-size=… gives more)" : "";
