import {Lane} from "./lane.js";
import type {Checker} from "./checking.js";
import type {Failure, Payload} from "./protocol.js";
import type {Realm} from "./realm.js";
import type {Publish} from "./reports.js";
import type {Running} from "./runs.js";
import {failureOf, type Trouble} from "./traceback.js";

/** A request to execute a cell, as Jupyter has it. */
export interface ExecuteRequest {
  /** The source. */
  code: string;
  /** Neither counts nor shows its result. */
  silent?: boolean;
  /** Whether it counts. */
  store_history?: boolean;
  /** Whether an error aborts what is queued behind it. */
  stop_on_error?: boolean;
  /** Whether the person may be asked. */
  allow_stdin?: boolean;
  /** Expressions that are evaluated behind the cell, by name. */
  user_expressions?: Readonly<Record<string, string>> | null;
}

/** Where a request comes from. */
export interface From {
  /** Goes along with all messages that it causes. */
  parent: unknown;
  /** How frames call the cell; the execution count when left out. */
  label?: string;
  /** The subshell that it is for. */
  subshell?: string;
  /** Binary data that came along. */
  buffers?: readonly Buffer[];
}

/** What became of it. */
export type ExecuteReply =
  | {status: "aborted"; execution_count: number}
  | {status: "ok"; execution_count: number; payload: readonly Payload[]; user_expressions: Readonly<Record<string, unknown>>}
  | ({status: "error"; execution_count: number} & Trouble);

/** Executes cells: those of one lane (the main shell, or a subshell) one after the other. */
export class Executor {
  readonly #lanes = new Map<string | undefined, Lane>([[undefined, new Lane()]]);
  #count = 0;

  constructor(
    private readonly realm: Realm,
    private readonly options: {
      publish: Publish;
      /** Called when a cell that counts has ended, with the text of its result. */
      store: (entry: {number: number; source: string; result: string | null}) => void;
      /** What checks types; nothing does when left out. */
      checker?: Checker;
    },
  ) {}

  /** The subshells. */
  get subshells(): readonly string[] {
    return [...this.#lanes.keys()].filter((name) => name !== undefined);
  }

  /** Queues a cell. */
  execute(request: ExecuteRequest, from: From): Promise<ExecuteReply> {
    const lane = this.#lanes.get(from.subshell);
    if (!lane)
      throw new RangeError(`expected one of the subshells (${this.subshells.join(", ") || "there are none"}), got ${from.subshell}`);
    return new Promise((resolve) => {
      lane.add({
        run: async () => {
          const reply = await this.#run(request, from).catch((error: Error): ExecuteReply => this.#apologise(error, from));
          resolve(reply);
          return {abort: reply.status === "error" && (request.stop_on_error ?? true)};
        },
        abort: () => resolve({status: "aborted", execution_count: this.#count}),
      });
    });
  }

  /** Makes a subshell, whose cells run while those of the others wait for something. */
  createSubshell(name: string): void {
    this.#lanes.set(name, new Lane());
  }

  /** Removes a subshell and aborts what waits there; whether there was one. */
  deleteSubshell(name: string): boolean {
    this.#lanes.get(name)?.abort();
    return this.#lanes.delete(name);
  }

  /** Aborts all that waits. */
  abort(): void {
    for (const lane of this.#lanes.values()) lane.abort();
  }

  async #run(request: ExecuteRequest, {parent, label}: From): Promise<ExecuteReply> {
    const {code, silent = false, store_history = true, allow_stdin = false} = request;
    const stores = store_history && !silent;
    if (stores) this.#count++;
    const count = this.#count;
    const begun = this.realm.runs.begin({parent, label: label ?? String(count), count, silent, asks: allow_stdin});
    const {run} = begun;
    if (!silent) this.options.publish({type: "execute_input", content: {code, execution_count: count}, parent});
    const thrown = (await this.#refuse(code, run)) ?? (await this.realm.run(code, begun));
    this.options.checker?.commit({number: count, source: code});
    const trouble = thrown ? this.realm.say(thrown, run) : run.late && this.realm.describe(run.late, run);
    if (stores) this.options.store({number: count, source: code, result: textOf(run)});
    if (trouble) return {status: "error", execution_count: count, ...trouble};
    return {status: "ok", execution_count: count, payload: run.payload, user_expressions: await this.#evaluate(request, run)};
  }

  /** A defect of the kernel's own must not stop the cells behind. */
  #apologise({name, message}: Error, {parent}: From): ExecuteReply {
    const trouble = this.realm.say(failureOf(name, `the kernel could not run the cell: ${message}`), {label: "", parent});
    return {status: "error", execution_count: this.#count, ...trouble};
  }

  /** What keeps a cell from running. */
  async #refuse(code: string, run: Running): Promise<Failure | undefined> {
    const failure = await this.options.checker?.begin(code, run);
    if (failure) this.realm.refuse(code, run);
    return failure;
  }

  async #evaluate({user_expressions}: ExecuteRequest, {parent, count}: Running): Promise<Record<string, unknown>> {
    const values: Record<string, unknown> = {};
    for (const [name, expression] of Object.entries(user_expressions ?? {})) {
      const begun = this.realm.runs.begin({parent, label: `expression ${name}`, count, silent: true});
      const failure = await this.realm.run(`(${expression}\n)`, begun);
      const {data = {}, metadata = {}} = begun.run.result ?? {};
      values[name] = failure ? {status: "error", ...this.realm.describe(failure, begun.run)} : {status: "ok", data, metadata};
    }
    return values;
  }
}

function textOf({result}: Running): string | null {
  const text = result?.data["text/plain"];
  return text === undefined ? null : String(text);
}
