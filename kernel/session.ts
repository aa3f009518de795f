import {randomUUID} from "node:crypto";
import {analyse} from "../src/notebook/cell.js";
import {complete, inspect, type Position} from "./complete.js";
import type {CheckMode} from "./check-mode.js";
import {Checker} from "./checking.js";
import {Executor, type ExecuteRequest, type From} from "./execution.js";
import {History, type HistoryRequest} from "./history.js";
import {kernelInfo} from "./info.js";
import type {Language} from "./language.js";
import type {CommMessage} from "./protocol.js";
import {Realm} from "./realm.js";
import type {Publish} from "./reports.js";
import type {Runners} from "./runners.js";
import {usage} from "./usage.js";

/** The part of Jupyter's protocol that needs no sockets: requests in, replies out, and what all clients see published on the way. */
export interface Session {
  /** Answers a request by the content of its reply; undefined for a message that has none. */
  request: (type: string, content: Record<string, unknown>, from: From) => Promise<Record<string, unknown> | undefined>;
  /** Takes what a person answered to the question that was asked last. */
  answer: (text: string) => void;
  /** Stops the cells that run. */
  interrupt: () => void;
  /** Ends all processes. */
  shutdown: () => Promise<void>;
}

/** What a session needs. */
export interface Setting {
  /** Where all that clients see goes. */
  publish: Publish;
  /** The processes that run cells. */
  runners: Runners;
  /** Folder in which the history of all sessions is kept; kept in memory only when left out. */
  history?: string;
  /** How the types of cells are checked; they are not when left out. */
  check?: () => CheckMode;
  /** Ports of the sockets, such as `shell_port`. */
  ports?: Readonly<Record<string, unknown>>;
}

/** Starts a kernel; rejects with one line when its runner cannot be started. */
export async function startSession({publish, runners, history: folder, ports = {}, check}: Setting): Promise<Session> {
  const realm = new Realm({publish, runners});
  const history = new History(folder);
  const ready = runners.start();
  const language = check && lateLanguage({cwd: runners.folder, after: ready});
  const checker = language && new Checker(language, {publish, mode: check});
  const executor = new Executor(realm, {publish, store: (entry) => history.add(entry), ...(checker && {checker})});
  const work: Work = {realm, executor, history, ports, ...(language && {language}), ...(checker && {checker})};
  if (language) realm.onLost = () => language.forget();
  await ready;
  // What reads cells is loaded behind the first answers, so that the first cell need not wait for it.
  setTimeout(() => analyse("0"), 20).unref();
  return {
    interrupt: () => interrupt(work),
    shutdown: () => shutdown(work),
    answer: (text) => realm.questions.answer(text),
    request: (type, content, from) => withStatus({...work, publish, from}, () => answer(work, {type, content, from})),
  };
}

/** The compiler is loaded and started when the first cells can run. */
function lateLanguage({cwd, after}: {cwd: string; after: Promise<void>}): Language {
  let [started, ended]: [Language | undefined, boolean] = [undefined, false];
  const language = after.then(async () => {
    const {startLanguage} = await import("./language.js");
    started = startLanguage({cwd});
    if (ended) await started.end();
    return started;
  });
  language.catch(() => undefined);
  return {
    check: async (source) => (await language).check(source),
    complete: async (source, offset) => (await language).complete(source, offset),
    hover: async (source, offset) => (await language).hover(source, offset),
    commit: async (cell) => (await language).commit(cell),
    forget: () => void language.then((it) => it.forget()).catch(() => undefined),
    end: async () => {
      ended = true;
      await started?.end();
    },
    pid: () => started?.pid(),
  };
}

interface Work {
  realm: Realm;
  executor: Executor;
  history: History;
  ports: Readonly<Record<string, unknown>>;
  language?: Language;
  checker?: Checker;
}

interface Asked {
  type: string;
  content: Record<string, unknown>;
  from: From;
}

/** Puts `busy` before all that a request causes and `idle` behind it. */
async function withStatus<T>(
  {realm, checker, publish, from: {parent}}: Work & {publish: Publish; from: From},
  work: () => Promise<T>,
): Promise<T> {
  const say = (execution_state: "busy" | "idle", of: unknown) => publish({type: "status", content: {execution_state}, parent: of});
  const end = () => {
    say("idle", parent);
    // A quick answer must not make a front end believe that a cell which is still running has ended.
    const other = realm.runs.active.find((run) => run.parent !== parent);
    if (other) say("busy", other.parent);
  };
  say("busy", parent);
  try {
    return await work();
  } finally {
    // What the types are found to be goes before the end, but holds up neither the reply nor the next cell.
    const settled = checker?.settled(parent);
    if (settled) void settled.then(end);
    else end();
  }
}

async function answer(work: Work, asked: Asked): Promise<Record<string, unknown> | undefined> {
  const handler = Object.hasOwn(handlers, asked.type) ? handlers[asked.type] : undefined;
  if (!handler) throw new TypeError(`expected a request of Jupyter's protocol, nobody here knows ${asked.type}`);
  if (asksForCode.has(asked.type) && typeof asked.content.code !== "string")
    throw new TypeError(`expected the text of a cell as code in ${asked.type}, got ${typeof asked.content.code}`);
  // A text would be an expression for each of its letters.
  if (asked.type === "execute_request" && typeof (asked.content.user_expressions ?? {}) !== "object")
    throw new TypeError(`expected expressions by name as user_expressions, got ${typeof asked.content.user_expressions}`);
  return handler(work, asked);
}

const asksForCode: ReadonlySet<string> = new Set(["execute_request", "complete_request", "inspect_request", "is_complete_request"]);

const ok = (more: Record<string, unknown> = {}) => ({status: "ok", ...more});

const handlers: Readonly<Record<string, (work: Work, asked: Asked) => Promise<Record<string, unknown> | undefined>>> = {
  execute_request: async ({executor}, {content, from}) => {
    const {line: _, column: __, ...reply} = (await executor.execute(content as unknown as ExecuteRequest, from)) as Record<string, unknown>;
    return reply;
  },
  kernel_info_request: async () => kernelInfo,
  connect_request: async ({ports}) => ok(ports),
  complete_request: (work, {content}) => complete(work, content as unknown as Position),
  inspect_request: (work, {content}) => inspect(work, content as unknown as Position),
  is_complete_request: async (_, {content}) => isComplete(content.code as string),
  history_request: async ({history}, {content}) => ok({history: await history.read(content as HistoryRequest)}),
  comm_info_request: async ({realm}, {content}) => ok({comms: realm.comms.list(content.target_name as string | undefined)}),
  comm_open: (work, asked) => comm(work, {kind: "open", asked}),
  comm_msg: (work, asked) => comm(work, {kind: "msg", asked}),
  comm_close: (work, asked) => comm(work, {kind: "close", asked}),
  interrupt_request: async (work) => (interrupt(work), ok()),
  shutdown_request: async (work, {content}) => {
    await shutdown(work);
    return ok({restart: content.restart === true});
  },
  create_subshell_request: async ({executor}) => {
    const subshell_id = randomUUID();
    executor.createSubshell(subshell_id);
    return ok({subshell_id});
  },
  list_subshell_request: async ({executor}) => ok({subshell_id: executor.subshells}),
  delete_subshell_request: async ({executor}, {content}) => {
    if (executor.deleteSubshell(String(content.subshell_id))) return ok();
    throw new RangeError(
      `expected one of the subshells (${executor.subshells.join(", ") || "there are none"}), got ${String(content.subshell_id)}`,
    );
  },
  usage_request: ({realm, language}) => usage([process.pid, realm.runners.pid, language?.pid()].filter((pid) => pid !== undefined)),
};

function interrupt({executor, realm}: Work): void {
  executor.abort();
  realm.interrupt();
}

async function shutdown({executor, realm, history, language}: Work): Promise<void> {
  executor.abort();
  await Promise.all([realm.end(), language?.end()]);
  await history.flush();
}

/** A comm message has no reply; its handler's outputs belong to it. */
async function comm({realm}: Work, {kind, asked: {content, from}}: {kind: CommMessage["kind"]; asked: Asked}): Promise<undefined> {
  const {comm_id, target_name, data = {}} = content as {comm_id: string; target_name?: string; data?: unknown};
  const message: CommMessage = {kind, id: comm_id, data, ...(target_name !== undefined && {target: target_name})};
  realm.comms.note(message);
  const {run, finished} = realm.runs.begin({parent: from.parent});
  await realm.runners.send({type: "comm", cell: run.cell, ...message}, from.buffers);
  const failure = await finished;
  if (failure) realm.say(failure, run);
}

function isComplete(code: string): Record<string, unknown> {
  const [problem] = analyse(code).problems;
  if (!problem) return {status: "complete"};
  if (!problem.incomplete) return {status: "invalid"};
  const last = code.trimEnd().split("\n").at(-1) ?? "";
  return {status: "incomplete", indent: /^\s*/.exec(last)![0] + (/[([{]$/.test(last) ? "  " : "")};
}
