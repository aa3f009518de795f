import {existsSync} from "node:fs";
import type {Answer, Order} from "./protocol.js";
import {RunnerProcess, type Listener} from "./runner-process.js";

/** Where runners live. */
export interface Place {
  /** Folder that imports are resolved from. */
  cwd: string;
  /** Environment; this process's own when left out. */
  env?: NodeJS.ProcessEnv;
  /** Keeps a second runner started, for when the first one has to be replaced. */
  spare?: boolean;
}

/** The current runner process, and a spare one; only the current one is listened to. */
export class Runners {
  /** Who listens; nothing is said before there are orders. */
  listener: Listener = {report: () => undefined, raw: () => undefined, died: () => undefined};
  #current: RunnerProcess | undefined;
  #spare: RunnerProcess | undefined;
  #ended = false;
  #interrupts = 0;
  #keepSpare: NodeJS.Timeout | undefined;

  constructor(private readonly place: Place) {}

  /** Folder that imports are resolved from. */
  get folder(): string {
    return this.place.cwd;
  }

  /** The number of the current process in the system. */
  get pid(): number | undefined {
    return this.#current?.pid;
  }

  /** Resolves when a runner can take orders; rejects with one line when none can be started. */
  async start(): Promise<void> {
    if (this.#ended) throw new Error("the kernel was shut down");
    if (!this.#current) {
      if (!existsSync(this.place.cwd)) throw new Error(`expected a folder to run in, ${this.place.cwd} does not exist`);
      this.#current = this.#spare ?? this.#spawn();
      this.#spare = undefined;
    }
    await this.#current.ready;
    if (this.place.spare && !this.#ended) this.#keepSpare ??= setTimeout(() => this.#warm(), 1000).unref();
  }

  /** Gives an order to the current runner, starting one when there is none. */
  async send(order: Order, buffers: readonly Uint8Array[] = []): Promise<void> {
    await this.start();
    this.#current?.send(order, buffers);
  }

  /** Hands an answer to code that stands still for it. */
  answer(id: number, answer: Answer): void {
    this.#current?.sendBeside({id, answer});
  }

  /** Asks the current runner to stop what it does, both in its queue and past it, since it may be in a loop; gives the number of the wish. */
  interrupt(): number {
    const number = ++this.#interrupts;
    this.#current?.send({type: "interrupt", number});
    this.#current?.sendBeside({interrupt: number});
    return number;
  }

  /** Ends the current runner; the next order goes to a fresh one. */
  replace(): void {
    const old = this.#current;
    this.#current = undefined;
    void old?.kill();
  }

  /** Ends all of them. */
  async end(): Promise<void> {
    this.#ended = true;
    const all = [this.#current, this.#spare];
    this.#current = this.#spare = undefined;
    await Promise.all(all.map((one) => one?.kill()));
  }

  /** Out of the way of the first cells. */
  #warm(): void {
    this.#keepSpare = undefined;
    if (!this.#ended) this.#spare ??= this.#spawn();
  }

  #spawn(): RunnerProcess {
    const one: RunnerProcess = new RunnerProcess(this.place, {
      report: (report, buffers) => one === this.#current && this.listener.report(report, buffers),
      raw: (name, text) => one === this.#current && this.listener.raw(name, text),
      died: (reason) => {
        if (one === this.#spare) this.#spare = undefined;
        if (one !== this.#current || this.#ended) return;
        this.#current = undefined;
        this.listener.died(reason);
      },
    });
    return one;
  }
}
