import type {Bundle} from "../src/display/bundle.js";
import type {Failure, Payload} from "./protocol.js";

/** One run of a cell, or of a handler of comm messages. */
export interface Running {
  /** Its number, by which the runner knows it. */
  readonly cell: number;
  /** The request that it comes from. */
  readonly parent: unknown;
  /** How frames call it. */
  readonly label: string;
  /** What the counter of executions stands at. */
  readonly count: number;
  /** Its result is not shown. */
  readonly silent: boolean;
  /** Whether the person may be asked. */
  readonly asks: boolean;
  /** What the reply will have the front end do. */
  readonly payload: Payload[];
  /** Its result, once it has one. */
  result?: Bundle;
  /** What was thrown outside of what it waits for, while it was active. */
  late?: Failure;
  /** How many characters it has printed. */
  printed: number;
}

/** Runs that are still known when they print something late. */
const remembered = 10_000;

/** All runs of a session; what they do late still needs their parents. */
export class Runs {
  readonly #all = new Map<number, Running>();
  readonly #active = new Map<number, (failure?: Failure) => void>();
  #numbers = 0;
  #latest: Running | undefined;

  /** Those that have yet to end, the earliest first. */
  get active(): readonly Running[] {
    return [...this.#active.keys()].map((cell) => this.#all.get(cell)!);
  }

  /** The run that was begun last. */
  get latest(): Running | undefined {
    return this.#latest;
  }

  /** Begins a run; `finished` resolves when it is ended. */
  begin(of: Pick<Running, "parent"> & Partial<Running>): {run: Running; finished: Promise<Failure | undefined>} {
    const cell = ++this.#numbers;
    const run: Running = {label: "", count: 0, silent: false, asks: false, payload: [], printed: 0, ...of, cell};
    this.#latest = run;
    this.#all.set(cell, run);
    if (!this.#active.has(cell - remembered)) this.#all.delete(cell - remembered);
    return {run, finished: new Promise((resolve) => this.#active.set(cell, resolve))};
  }

  /** The run of that number; of code that belongs to none, the latest. */
  find(cell: number): Running | undefined {
    return this.#all.get(cell) ?? this.#latest;
  }

  /** Whether it has yet to end. */
  isActive(run: Running): boolean {
    return this.#active.has(run.cell);
  }

  /** Ends a run. */
  end(cell: number, failure?: Failure): void {
    this.#active.get(cell)?.(failure);
    this.#active.delete(cell);
  }

  /** Ends all of them. */
  endAll(failure: Failure): void {
    for (const cell of [...this.#active.keys()]) this.end(cell, failure);
  }
}
