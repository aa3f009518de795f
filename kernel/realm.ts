import {describe, type Cell} from "../src/notebook/cell.js";
import {parse, type Syntax} from "../src/notebook/parse.js";
import {compile} from "./compile.js";
import {Comms} from "./comms.js";
import type {Failure, Order, Report} from "./protocol.js";
import {Questions} from "./questions.js";
import {messageOf, type Publish} from "./reports.js";
import {ownShared, setApart} from "./rewrite/apart.js";
import type {Runners} from "./runners.js";
import {Runs, type Running} from "./runs.js";
import {describeTrouble, failureOf, syntaxFailure, type Trouble} from "./traceback.js";
import {Streams} from "./streams.js";
import {Variables} from "./variables.js";

type Seen = Extract<Report, {type: "seen"}>;

const patience = 2000;
/** Characters that a cell may print: a loop that prints for ever must not fill the memory of whoever listens. */
const limit = 1e6 * Number(process.env.DDX_OUTPUT_LIMIT ?? 64);
/** Characters that go in one message. */
const whole = 1_000_000;
const beyond = `\n[the cell prints more than ${limit / 1e6} million characters; the rest is left out, DDX_OUTPUT_LIMIT (in millions) sets another limit]\n`;
const lookTime = 1000;

/** The process that runs a person's code, as the session sees it: what runs there, what it says, and what is left when it ends. */
export class Realm {
  readonly runs = new Runs();
  readonly runners: Runners;
  readonly comms: Comms;
  readonly variables = new Variables();
  readonly questions: Questions;
  readonly #publish: Publish;
  readonly #streams = new Streams((piece) => this.#print(piece));
  readonly #sources = new Map<string, string>();
  readonly #looks = new Map<number, (seen: Seen | undefined) => void>();
  #lookNumber = 0;
  #stopped = 0;
  #notice = "";

  /** Called when the process is gone, and all variables with it. */
  onLost: () => void = () => undefined;

  constructor({publish, runners}: {publish: Publish; runners: Runners}) {
    this.#publish = publish;
    this.runners = runners;
    runners.listener = {
      report: (report, buffers) => this.#hear(report, buffers),
      raw: (name, text) => this.#hear({type: "stream", cell: this.runs.active.at(-1)?.cell ?? 0, name, text}),
      died: (reason) => this.#mourn(`its process ${reason}`),
    };
    this.comms = new Comms(publish);
    this.questions = new Questions(publish, this.runners);
  }

  /** Runs code; gives what it threw, and what a handler of its own did not catch. */
  async run(code: string, {run, finished}: ReturnType<Runs["begin"]>): Promise<Failure | undefined> {
    this.#sources.set(run.label, code);
    const syntax = parse(code);
    const cell = describe(syntax);
    const failure = (await this.#start({syntax, cell}, run)) ?? (await finished);
    this.runs.end(run.cell);
    this.questions.forget(run.cell);
    if (cell.problems.length > 0) return failure;
    this.variables.learn(cell);
    if (failure) await this.#giveBack(ownShared(cell));
    return failure;
  }

  /** Shared names whose declaration a cell did not come to stand again for what they are to all. */
  async #giveBack(names: readonly string[]): Promise<void> {
    for (const name of names) if (!(await this.look(name, {want: "description"}))?.bundle) this.variables.taken.delete(name);
  }

  /** Ends a run whose code is not to be run. */
  refuse(code: string, {cell, label}: Running): void {
    this.#sources.set(label, code);
    this.runs.end(cell);
  }

  /** Describes what was thrown by a run. */
  describe(failure: Failure, {label}: Pick<Running, "label">): Trouble {
    return describeTrouble(failure, {label, sourceOf: (name) => this.#sources.get(name)});
  }

  /** Describes it and shows it to all. */
  say(failure: Failure, run: Pick<Running, "label" | "parent">): Trouble {
    const trouble = this.describe(failure, run);
    const {ename, evalue, traceback, line, column} = trouble;
    const metadata = line === undefined ? {} : {ddx: {line, column}};
    this.#publish({type: "error", content: {ename, evalue, traceback}, metadata, parent: run.parent});
    return trouble;
  }

  /** Stops all that runs, at the latest by replacing the process. */
  interrupt(): void {
    const {pid} = this.runners;
    if (pid === undefined) return;
    const number = this.runners.interrupt();
    setTimeout(() => {
      if (this.#stopped < number && this.runners.pid === pid)
        this.#mourn(`it did not stop within ${patience / 1000} s, so its process was replaced`, "Interrupted");
    }, patience).unref();
  }

  /** Asks about an expression, without running anything; undefined when the process is too busy to answer. */
  look(
    written: string,
    {want, detailed = false, patience = lookTime}: Pick<Extract<Order, {type: "look"}>, "want" | "detailed"> & {patience?: number},
  ): Promise<Seen | undefined> {
    const id = ++this.#lookNumber;
    const expression = this.#inCells(written);
    return new Promise<Seen | undefined>((resolve) => {
      this.#looks.set(id, resolve);
      setTimeout(() => resolve(undefined), patience).unref();
      this.runners.send({type: "look", id, expression, want, detailed}).catch(() => resolve(undefined));
    }).finally(() => this.#looks.delete(id));
  }

  /** Ends the process, and its spare. */
  async end(): Promise<void> {
    await this.runners.end();
    this.runs.endAll(failureOf("KernelEnded", "the kernel was shut down"));
  }

  async #start({syntax, cell}: {syntax: Syntax; cell: Cell}, {cell: number, label}: Running): Promise<Failure | undefined> {
    if (cell.problems[0]) return syntaxFailure(cell.problems[0], label);
    const url = `ddx:cell-${number}`;
    try {
      const compiled = await compile({syntax, cell}, {url, ...this.variables, folder: this.runners.folder});
      this.#tellNotice(number);
      await this.runners.send({type: "run", cell: number, label, url, shows: cell.last !== undefined, ...compiled});
      return undefined;
    } catch (error) {
      const [first] = (error as {errors?: {text: string; location: {line: number; column: number} | null}[]}).errors ?? [];
      if (!first) return failureOf((error as Error).name, (error as Error).message);
      return syntaxFailure({message: first.text, line: first.location?.line ?? 1, column: (first.location?.column ?? 0) + 1}, label);
    }
  }

  /** An expression as the code of cells has it. */
  #inCells(expression: string): string {
    const {taken} = this.variables;
    const syntax = taken.size > 0 ? parse(expression) : undefined;
    return syntax && syntax.errors.length === 0 ? setApart({syntax, cell: describe(syntax)}, taken).read.syntax.source : expression;
  }

  #hear(report: Report, buffers: readonly Buffer[] = []): void {
    if (report.type === "ready") return;
    if (report.type === "seen") return this.#looks.get(report.id)?.(report);
    if (report.type === "stopped") return void (this.#stopped = report.number);
    if (report.type === "stream") return this.#streams.add(report);
    this.#streams.flush();
    const run = this.runs.find(report.cell);
    if (!run) return;
    if (report.type === "done") return this.runs.end(report.cell, report.failure);
    if (report.type === "payload") return void run.payload.push(report.payload);
    if (report.type === "ask") return this.questions.ask(report, run);
    if (report.type === "comm") return this.comms.say(report, {run, buffers});
    if (report.type === "result") run.result = report.bundle;
    if (report.type === "late") {
      this.say(report.failure, run);
      if (this.runs.isActive(run)) run.late = report.failure;
    } else if (!(report.type === "result" && run.silent)) this.#publish(messageOf(report, run));
  }

  #print(piece: Extract<Report, {type: "stream"}>): void {
    const run = this.runs.find(piece.cell);
    if (!run || run.printed > limit) return;
    const room = limit - run.printed;
    run.printed += piece.text.length;
    const text = piece.text.slice(0, room);
    for (let at = 0; at < text.length; at += whole) this.#publish(messageOf({...piece, text: text.slice(at, at + whole)}, run));
    if (run.printed > limit) this.#publish(messageOf({...piece, name: "stderr", text: beyond}, run));
  }

  /** The process is gone: so are all variables. */
  #mourn(reason: string, name = "ProcessEnded"): void {
    const lost = this.variables.lose();
    this.#streams.flush();
    const idle = this.runs.active.length === 0;
    this.runners.replace();
    this.comms.lose(this.runs.latest);
    this.onLost();
    this.runs.endAll(failureOf(name, `${reason}; ${lost}`));
    if (idle) this.#notice = `The kernel's process is a new one (${reason}); ${lost}.\n`;
  }

  #tellNotice(cell: number): void {
    if (this.#notice) this.#hear({type: "stream", cell, name: "stderr", text: this.#notice});
    this.#notice = "";
  }
}
