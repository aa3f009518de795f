import {join} from "node:path";
import {isMode, notebookMode} from "./check-mode.js";
import {readConnection, type Connection} from "./connection.js";
import {kernelInfo} from "./info.js";
import {dataFolder} from "./install.js";
import type {Publish} from "./reports.js";
import {Runners} from "./runners.js";
import type {Session, Setting} from "./session.js";
import {Sockets} from "./sockets.js";
import {message, type Message} from "./wire.js";

/** Serves Jupyter's clients until one of them shuts the kernel down, and ends the process; rejects with one line when it cannot start. */
export async function serve({connectionFile, cwd = process.cwd()}: {connectionFile: string; cwd?: string}): Promise<void> {
  const connection = await readConnection(connectionFile);
  // Clients try again a tenth of a second after each attempt that finds no socket: all else comes behind it.
  const sockets = await Sockets.open(connection);
  const runners = new Runners({cwd, spare: true});
  runners.start().catch(() => undefined);
  const [publish, subscribed] = publisher(sockets);
  const starting = import("./session.js").then(({startSession}) => startSession({publish, runners, ...setting(cwd, connection)}));
  const over = served({starting, sockets, request: inOrder({starting, subscribed, publish})});
  const session = await starting;
  await over;
  await session.shutdown();
  await sockets.close();
  // A process that ends by itself waits for what ZeroMQ has yet to send, its last reply; one that is made to exit does not.
  setTimeout(() => process.exit(), patience).unref();
}

/** How long what is left open may keep a kernel that was shut down, in milliseconds. */
const patience = 1000;

function setting(cwd: string, {ports}: Connection): Omit<Setting, "publish" | "runners"> {
  const {DDX_CHECK, DDX_HISTORY} = process.env;
  const check = notebookMode({cwd, otherwise: isMode(DDX_CHECK) ? DDX_CHECK : "warn"});
  return {ports, check, history: DDX_HISTORY ?? join(dataFolder(), "ddx", "history")};
}

interface Desk {
  starting: Promise<Session>;
  request: Session["request"];
  sockets: Sockets;
}

/** Says who this kernel is while it still starts. All else that is asked by then waits, each for what came before it: jupyter console takes the end of any request for that of its first cell. */
function inOrder({
  starting,
  subscribed,
  publish,
}: {
  starting: Promise<Session>;
  subscribed: Promise<void>;
  publish: Publish;
}): Session["request"] {
  let [turn, started]: [Promise<unknown>, boolean] = [starting, false];
  starting.then(
    () => (started = true),
    () => undefined,
  );
  return async (type, content, from) => {
    if (!started && type === "kernel_info_request") {
      // A client that hears nothing published by then asks once more, 0.2 s later.
      await Promise.race([subscribed, starting]);
      for (const execution_state of ["busy", "idle"]) publish({type: "status", content: {execution_state}, parent: from.parent});
      return kernelInfo;
    }
    const answered = turn.then(async () => (await starting).request(type, content, from));
    if (!started && type !== "execute_request") turn = answered.catch(() => undefined);
    return answered;
  };
}

/** Answers until a client shuts the kernel down, the system ends it, or who started it is gone. */
function served({starting, request, sockets}: Desk): Promise<void> {
  const withSession = (use: (session: Session) => void) => void starting.then(use, () => undefined);
  return new Promise<void>((resolve) => {
    process.on("SIGINT", () => withSession((session) => session.interrupt()));
    for (const signal of ["SIGTERM", "SIGHUP"] as const) process.once(signal, () => resolve());
    // Jupyter names itself; when it is gone without a word, nobody is left to end this kernel.
    const {ppid} = process;
    if (process.env.JPY_PARENT_PID === String(ppid)) setInterval(() => process.ppid !== ppid && resolve(), 1000).unref();
    sockets.listen((channel, asked) => {
      if (channel === "stdin") return withSession((session) => hearAnswer(session, asked));
      void answer({request, sockets, channel}, asked)
        .catch(({message: reason}: Error) => console.error(`ddx kernel: ${asked.header.msg_type} cannot be answered: ${reason}`))
        .then(() => asked.header.msg_type === "shutdown_request" && resolve());
    });
  });
}

/** Messages to all go by the publishing socket; a question goes to the client whose request it comes from. And when the first client listens. */
function publisher(sockets: Sockets): [Publish, Promise<void>] {
  let said = false;
  const publish: Publish = ({type, content, metadata = {}, buffers = [], parent, to}) => {
    said = true;
    const {header, identities} = parent as Partial<Message>;
    const rest = {content, metadata, buffers, parent: header ?? {}};
    if (to === "stdin") void sockets.send("stdin", message(type, {...rest, identities: identities ?? []}));
    else void sockets.publish(type, rest);
  };
  // Who listens from the first has not been connected yet when the sockets open: it hears it before anything else.
  const subscribed = new Promise<void>((resolve) => {
    sockets.onSubscribed = () => {
      if (!said) void sockets.publish("status", {content: {execution_state: "starting"}});
      resolve();
    };
  });
  return [publish, subscribed];
}

function hearAnswer(session: Session, {header, content}: Message): void {
  if (header.msg_type === "input_reply") session.answer(String(content.value ?? ""));
}

/** Clients wait for a reply of the request's kind. */
async function answer(
  {request, sockets, channel}: Omit<Desk, "starting"> & {channel: "shell" | "control"},
  {identities, header, content, buffers}: Message,
): Promise<void> {
  const {subshell_id} = header;
  // Without what it says: that would be kept as long as late outputs may come.
  const from = {parent: {header, identities}, buffers, ...(subshell_id && channel === "shell" && {subshell: subshell_id})};
  const reply = await request(header.msg_type, content, from).catch(({name, message}: Error) => {
    console.error(`ddx kernel: ${header.msg_type} failed: ${message}`);
    return {status: "error", ename: name, evalue: message, traceback: []};
  });
  if (!reply || !header.msg_type.endsWith("_request")) return;
  await sockets.send(channel, message(header.msg_type.replace(/_request$/, "_reply"), {identities, content: reply, parent: header}));
}
