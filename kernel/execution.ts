import {analyse} from "../src/notebook/cell.js";
import {compile, constancy} from "./compile.js";
import type {Failure, Report} from "./protocol.js";
import {Runners, type Place} from "./runners.js";
import {describeTrouble, syntaxFailure, type Trouble} from "./traceback.js";

/** Sends a message that all clients see; `parent` is the request that it comes from. */
export type Publish = (message: {
  type: string;
  content: Record<string, unknown>;
  metadata?: Record<string, unknown>;
  parent: unknown;
}) => void;

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
}

/** What became of it. */
export type ExecuteReply = {execution_count: number} & ({status: "ok" | "aborted"} | ({status: "error"} & Trouble));

interface Task extends Required<ExecuteRequest> {
  cell: number;
  label?: string;
  parent: unknown;
  resolve: (reply: ExecuteReply) => void;
}

const patience = 2000;

/** Executes cells one after the other. */
export class Executor {
  /** What was executed so far. */
  readonly history: {number: number; source: string; result: string | null}[] = [];
  readonly runners: Runners;
  readonly #publish: Publish;
  readonly #queue: Task[] = [];
  readonly #parents = new Map<number, {parent: unknown; label: string; silent: boolean}>();
  readonly #sources = new Map<string, string>();
  readonly #constants = new Set<string>();
  readonly #looks = new Map<number, (report: Extract<Report, {type: "seen"}>) => void>();
  #running: (Task & {done: (failure?: Failure) => void; late?: Failure}) | undefined;
  #working = false;
  #count = 0;
  #cells = 0;
  #notice = "";

  constructor({publish, ...place}: Place & {publish: Publish}) {
    this.#publish = publish;
    this.runners = new Runners(place, {
      report: (report) => this.#hear(report),
      raw: (name, text) => this.#running && this.#hear({type: "stream", cell: this.#running.cell, name, text}),
      died: (reason) => this.#mourn(`its process ${reason}`),
    });
  }

  /** The request that is being executed. */
  get busy(): unknown {
    return this.#running?.parent;
  }

  /** Queues a cell; `label` is how frames call it, the execution count when left out. */
  execute(
    {code, silent = false, store_history = !silent, stop_on_error = true}: ExecuteRequest,
    {parent, label}: {parent: unknown; label?: string},
  ): Promise<ExecuteReply> {
    return new Promise((resolve) => {
      const task = {code, silent, store_history: store_history && !silent, stop_on_error, parent, resolve, cell: ++this.#cells};
      this.#queue.push({...task, ...(label !== undefined && {label})});
      if (!this.#working) void this.#work();
    });
  }

  /** Stops the cell that runs, at the latest by replacing its process, and aborts what is queued. */
  interrupt(): void {
    this.#abort();
    this.runners.interrupt();
    const stuck = this.#running;
    if (!stuck) return;
    setTimeout(() => {
      if (this.#running === stuck) this.#mourn(`it did not stop within ${patience / 1000} s, so its process was replaced`, "Interrupted");
    }, patience).unref();
  }

  /** Asks the runner about an expression, without running anything; undefined when it is too busy to answer. */
  look(
    expression: string,
    {want, detailed = false}: {want: "members" | "description"; detailed?: boolean},
  ): Promise<Extract<Report, {type: "seen"}> | undefined> {
    const id = ++this.#cells;
    return new Promise((resolve) => {
      this.#looks.set(id, resolve);
      setTimeout(() => resolve(undefined), 1000).unref();
      this.runners.send({type: "look", id, expression, want, detailed}).catch(() => resolve(undefined));
    });
  }

  /** Ends the runners. */
  async end(): Promise<void> {
    this.#abort();
    await this.runners.end();
    this.#running?.done(failureOf("KernelEnded", "the kernel was shut down"));
  }

  async #work(): Promise<void> {
    this.#working = true;
    for (let task = this.#queue.shift(); task; task = this.#queue.shift()) {
      const reply = await this.#run(task);
      if (reply.status === "error" && task.stop_on_error) this.#abort();
      this.#running = undefined;
      task.resolve(reply);
      // The client's messages that came meanwhile belong behind this reply.
      await new Promise(setImmediate);
    }
    this.#working = false;
  }

  async #run(task: Task): Promise<ExecuteReply> {
    if (task.store_history) this.#count++;
    const {cell, code, silent, parent, label = String(this.#count)} = task;
    this.#parents.set(cell, {parent, label, silent});
    this.#sources.set(label, code);
    if (task.store_history) this.history.push({number: this.#count, source: code, result: null});
    if (!silent) this.#publish({type: "execute_input", content: {code, execution_count: this.#count}, parent});
    const finished = new Promise<Failure | undefined>((done) => (this.#running = {...task, done}));
    const failure = (await this.#start({cell, code, label}, finished)) ?? this.#running?.late;
    if (!failure) return {status: "ok", execution_count: this.#count};
    const trouble = this.#trouble(failure, label);
    if (failure !== this.#running?.late) this.#say(trouble, parent);
    return {status: "error", execution_count: this.#count, ...trouble};
  }

  async #start(
    {cell, code, label}: {cell: number; code: string; label: string},
    finished: Promise<Failure | undefined>,
  ): Promise<Failure | undefined> {
    const parts = analyse(code);
    if (parts.problems[0]) return syntaxFailure(parts.problems[0], label);
    const url = `ddx:cell-${cell}`;
    try {
      const compiled = await compile(parts, {url, constants: this.#constants});
      this.#tellNotice(cell);
      await this.runners.send({type: "run", cell, label, url, shows: parts.last !== undefined, ...compiled});
    } catch (error) {
      const [first] = (error as {errors?: {text: string; location: {line: number; column: number} | null}[]}).errors ?? [];
      if (!first) return failureOf((error as Error).name, (error as Error).message);
      return syntaxFailure({message: first.text, line: first.location?.line ?? 1, column: (first.location?.column ?? 0) + 1}, label);
    }
    const failure = await finished;
    const {constants, variables} = constancy(parts);
    for (const name of constants) this.#constants.add(name);
    for (const name of variables) this.#constants.delete(name);
    return failure;
  }

  #hear(report: Report): void {
    if (report.type === "seen") return (this.#looks.get(report.id)?.(report), void this.#looks.delete(report.id));
    if (report.type === "ready") return;
    const {parent, label, silent} = this.#parents.get(report.cell) ?? {parent: this.#running?.parent ?? {}, label: "", silent: false};
    const say = (type: string, content: Record<string, unknown>) => this.#publish({type, content, parent});
    if (report.type === "stream") say("stream", {name: report.name, text: report.text});
    if (report.type === "clear") say("clear_output", {wait: report.wait});
    if (report.type === "show") {
      const transient = report.id === undefined ? {} : {display_id: report.id};
      say(report.update ? "update_display_data" : "display_data", {...report.bundle, transient});
    }
    if (report.type === "result" && !silent) {
      this.#remember(report.cell, report.bundle.data["text/plain"]);
      say("execute_result", {...report.bundle, execution_count: this.#count, transient: {}});
    }
    if (report.type === "late") {
      this.#say(this.#trouble(report.failure, label), parent);
      if (report.cell === this.#running?.cell) this.#running.late = report.failure;
    }
    if (report.type === "done" && report.cell === this.#running?.cell) this.#running.done(report.failure);
  }

  #remember(cell: number, text: unknown): void {
    const last = this.history.at(-1);
    if (last && cell === this.#running?.cell && this.#running.store_history) last.result = String(text);
  }

  #trouble(failure: Failure, label: string): Trouble {
    return describeTrouble(failure, {label, sourceOf: (name) => this.#sources.get(name)});
  }

  #say({ename, evalue, traceback, line, column}: Trouble, parent: unknown): void {
    this.#publish({type: "error", content: {ename, evalue, traceback}, metadata: line === undefined ? {} : {ddx: {line, column}}, parent});
  }

  /** The runner is gone: so are all variables. */
  #mourn(reason: string, name = "ProcessEnded"): void {
    this.runners.replace();
    this.#constants.clear();
    if (this.#running) this.#running.done(failureOf(name, `${reason}; the variables of all cells are lost`));
    else this.#notice = `The kernel's process is a new one (${reason}); the variables of earlier cells are lost.\n`;
  }

  #tellNotice(cell: number): void {
    if (this.#notice) this.#hear({type: "stream", cell, name: "stderr", text: this.#notice});
    this.#notice = "";
  }

  #abort(): void {
    for (const task of this.#queue.splice(0)) task.resolve({status: "aborted", execution_count: this.#count});
  }
}

const failureOf = (name: string, message: string): Failure => ({name, message, frames: [], causes: []});
