import {analyse} from "../src/notebook/cell.js";
import {version} from "../src/version.js";
import {compile} from "./compile.js";
import {complete, inspect, type Position} from "./complete.js";
import {Executor, type ExecuteReply, type ExecuteRequest, type Publish} from "./execution.js";
import {readHistory, type HistoryRequest} from "./history.js";
import type {Place} from "./runners.js";

/** The part of Jupyter's protocol that needs no sockets: requests in, replies out, and what all clients see published on the way. */
export interface Session {
  /** Answers a request by the content of its reply; undefined for a type that nobody knows. */
  request: (type: string, content: Record<string, unknown>, from: From) => Promise<Record<string, unknown> | undefined>;
  /** Stops the cell that runs. */
  interrupt: () => void;
  /** Ends all processes. */
  shutdown: () => Promise<void>;
}

/** Where a request comes from. */
export interface From {
  /** Goes along with all messages that it causes. */
  parent: unknown;
  /** How frames call the cell; the execution count when left out. */
  label?: string;
}

/** Starts a kernel; rejects with one line when its runner cannot be started. */
export async function startSession({publish, ...place}: Place & {publish: Publish}): Promise<Session> {
  const executor = new Executor({publish, ...place});
  // The compiler's first call starts a process too.
  await Promise.all([executor.runners.start(), compile(analyse(""), {url: "", constants: new Set()})]);
  const interrupt = () => executor.interrupt();
  const shutdown = () => executor.end();
  return {
    interrupt,
    shutdown,
    request: (type, content, from) => withStatus({executor, publish, from}, () => answer(executor, {type, content, from})),
  };
}

/** Version of Jupyter's messages that are spoken. */
export const protocolVersion = "5.3";

interface Asked {
  type: string;
  content: Record<string, unknown>;
  from: From;
}

/** Puts `busy` before all that a request causes and `idle` behind it. */
async function withStatus<T>(
  {executor, publish, from: {parent}}: {executor: Executor; publish: Publish; from: From},
  work: () => Promise<T>,
): Promise<T> {
  const say = (execution_state: "busy" | "idle", of: unknown) => publish({type: "status", content: {execution_state}, parent: of});
  say("busy", parent);
  try {
    return await work();
  } finally {
    say("idle", parent);
    // A quick answer must not make a front end believe that a cell which is still running has ended.
    if (executor.busy !== undefined && executor.busy !== parent) say("busy", executor.busy);
  }
}

async function answer(executor: Executor, {type, content, from}: Asked): Promise<Record<string, unknown> | undefined> {
  if (asksForCode.has(type) && typeof content.code !== "string")
    throw new TypeError(`expected the text of a cell as code in ${type}, got ${typeof content.code}`);
  switch (type) {
    case "execute_request":
      return executeReply(await executor.execute(content as unknown as ExecuteRequest, from));
    case "kernel_info_request":
      return kernelInfo;
    case "complete_request":
      return complete(executor, content as unknown as Position);
    case "inspect_request":
      return inspect(executor, content as unknown as Position);
    case "is_complete_request":
      return isComplete(content.code as string);
    case "history_request":
      return {status: "ok", history: readHistory(executor.history, content as HistoryRequest)};
    case "comm_info_request":
      return {status: "ok", comms: {}};
    case "interrupt_request":
      return (executor.interrupt(), {status: "ok"});
    case "shutdown_request":
      await executor.end();
      return {status: "ok", restart: content.restart === true};
    default:
      return undefined;
  }
}

const asksForCode: ReadonlySet<string> = new Set(["execute_request", "complete_request", "inspect_request", "is_complete_request"]);

function executeReply(reply: ExecuteReply): Record<string, unknown> {
  const {status, execution_count} = reply;
  if (reply.status !== "error") return {status, execution_count, ...(status === "ok" && {user_expressions: {}, payload: []})};
  const {ename, evalue, traceback} = reply;
  return {status, execution_count, ename, evalue, traceback};
}

function isComplete(code: string): Record<string, unknown> {
  const [problem] = analyse(code).problems;
  if (!problem) return {status: "complete"};
  if (!problem.incomplete) return {status: "invalid"};
  const last = code.trimEnd().split("\n").at(-1) ?? "";
  return {status: "incomplete", indent: /^\s*/.exec(last)![0] + (/[([{]$/.test(last) ? "  " : "")};
}

const kernelInfo = {
  status: "ok",
  protocol_version: protocolVersion,
  implementation: "ddx",
  implementation_version: version,
  language_info: {
    name: "typescript",
    version: process.versions.node,
    mimetype: "text/typescript",
    file_extension: ".ts",
    pygments_lexer: "typescript",
    codemirror_mode: {name: "javascript", typescript: true},
    nbconvert_exporter: "script",
  },
  banner: `ddx ${version}: TypeScript on Node.js ${process.versions.node}, with diagnostics for neural networks`,
  help_links: [
    {text: "TypeScript", url: "https://www.typescriptlang.org/docs/"},
    {text: "TensorFlow.js", url: "https://js.tensorflow.org/api/latest/"},
  ],
};
