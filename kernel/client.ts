import type {Output} from "../src/notebook/output.js";
import {pending} from "../src/notebook/pending.js";
import type {CheckMode} from "./check-mode.js";
import type {Publish} from "./reports.js";
import {Runners} from "./runners.js";
import {startSession, type Session} from "./session.js";

/** What became of a cell. */
export interface Execution {
  /** `aborted`: it was queued behind one that failed. */
  status: "ok" | "error" | "aborted";
  /** Its outputs in order, the text of one stream in one piece. */
  outputs: Output[];
  /** The count of the execution. */
  executionCount: number;
  /** What it threw, with the 1-based line and column of the cell. */
  error?: {ename: string; evalue: string; traceback: string[]; line?: number; column?: number};
}

/** How a cell is executed. */
export interface ExecuteOptions {
  /** Called with each output as it comes; the text of a stream in pieces. */
  onOutput?: (output: Output) => void;
  /** Called with what the cell's code throws once the cell is done, and nobody catches. */
  onLateError?: (error: NonNullable<Execution["error"]>) => void;
  /** The cell's number in its notebook, for frames; the execution count when left out. */
  cell?: {number: number};
}

type Message = Parameters<Publish>[0];
type Thrown = {ename: string; evalue: string; traceback: string[]};

/** A kernel in this process, its runner in a process of its own; no sockets. */
export class Kernel {
  readonly #displays: Displays = new Map();

  constructor(
    private readonly session: Session,
    private readonly listeners: Map<unknown, (message: Message) => void>,
  ) {}

  /** Executes a cell behind those that were given before. */
  async execute(source: string, {onOutput, onLateError, cell}: ExecuteOptions = {}): Promise<Execution> {
    const parent = {};
    const collected = collect({displays: this.#displays, ...(onOutput && {onOutput})});
    let done = false;
    this.listeners.set(parent, (message) => {
      collected.hear(message);
      if (done && message.type === "error") onLateError?.({...(message.content as unknown as Thrown), ...collected.at()});
    });
    const from = {parent, ...(cell && {label: String(cell.number)})};
    const reply = (await this.session.request("execute_request", {code: source, stop_on_error: false}, from))!;
    done = true;
    const status = reply.status as Execution["status"];
    const {ename, evalue, traceback} = reply as unknown as Thrown;
    const error = status === "error" && {error: {ename, evalue, traceback, ...collected.at()}};
    return {status, outputs: collected.outputs, executionCount: reply.execution_count as number, ...error};
  }

  /** Waits until nothing is on its way any more in the cells' process, such as a timer or a request; `most` milliseconds at most. */
  async settle({most}: {most: number}): Promise<void> {
    await this.session.request("execute_request", {code: settling(most), silent: true}, {parent: {}});
  }

  /** Stops the cell that runs and aborts those queued behind it. */
  interrupt(): void {
    this.session.interrupt();
  }

  /** Any other request of Jupyter's protocol: the content of its reply. */
  async request(type: string, content: Record<string, unknown> = {}): Promise<Record<string, unknown> | undefined> {
    return this.session.request(type, content, {parent: {}});
  }

  /** Ends its processes. */
  async shutdown(): Promise<void> {
    await this.session.shutdown();
  }
}

/** Starts a kernel that resolves imports from the folder `cwd`; types are checked when `check` says how. */
export async function startKernel({cwd, env, check}: {cwd: string; env?: NodeJS.ProcessEnv; check?: CheckMode}): Promise<Kernel> {
  const listeners = new Map<unknown, (message: Message) => void>();
  const publish: Publish = (message) => listeners.get(message.parent)?.(message);
  return new Kernel(
    await startSession({publish, runners: new Runners({cwd, ...(env && {env})}), ...(check && {check: () => check})}),
    listeners,
  );
}

/** Code that waits; its own timer is no longer there when it looks. */
const settling = (most: number): string => `{
  const end = performance.now() + ${most};
  const pending = () => process.getActiveResourcesInfo().some((kind) => ${pending}.test(kind));
  do await new Promise((resolve) => setTimeout(resolve, 2)); while (pending() && performance.now() < end);
}`;

/** Where the outputs with a display id are, in whatever cell. */
type Displays = Map<string, {outputs: Output[]; index: number}[]>;

/** Gathers the outputs of one execution as a notebook keeps them. */
function collect({onOutput, displays}: Pick<ExecuteOptions, "onOutput"> & {displays: Displays}) {
  const outputs: Output[] = [];
  let clearing = false;
  let place: {line?: number; column?: number} = {};
  const clear = () => {
    for (const [id, shown] of displays)
      displays.set(
        id,
        shown.filter((it) => it.outputs !== outputs),
      );
    outputs.length = 0;
    clearing = false;
  };
  const hear = ({type, content, metadata}: Message): void => {
    if (type === "clear_output") return content.wait ? void (clearing = true) : clear();
    const output = toOutput(type, content);
    if (!output) return;
    if (type === "error") place = (metadata?.ddx as typeof place | undefined) ?? {};
    const {display_id: id} = (content.transient ?? {}) as {display_id?: string};
    const shown = id === undefined ? [] : (displays.get(id) ?? []);
    if (type === "update_display_data") for (const {outputs: of, index} of shown) of[index] = output;
    else {
      if (clearing) clear();
      append(outputs, output);
      if (id !== undefined) displays.set(id, [...shown, {outputs, index: outputs.length - 1}]);
    }
    onOutput?.(output);
  };
  return {outputs, hear, at: () => place};
}

function toOutput(type: string, content: Record<string, unknown>): Output | undefined {
  const {transient: _, ...rest} = content;
  if (type === "update_display_data") return {output_type: "display_data", ...rest} as unknown as Output;
  return /^(stream|display_data|execute_result|error)$/.test(type) ? ({output_type: type, ...rest} as unknown as Output) : undefined;
}

function append(outputs: Output[], output: Output): void {
  const last = outputs.at(-1);
  if (last?.output_type === "stream" && output.output_type === "stream" && last.name === output.name) last.text += output.text;
  else outputs.push(output.output_type === "stream" ? {...output} : output);
}
