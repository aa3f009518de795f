import {join} from "node:path";
import {isMode, notebookMode} from "./check-mode.js";
import {readConnection, type Connection} from "./connection.js";
import {dataFolder} from "./install.js";
import type {Publish} from "./reports.js";
import {Runners} from "./runners.js";
import type {Session, Setting} from "./session.js";
import {Sockets} from "./sockets.js";
import {message, type Message} from "./wire.js";

/** Serves Jupyter's clients until one of them shuts the kernel down, and ends the process; rejects with one line when it cannot start. */
export async function serve({connectionFile, cwd = process.cwd()}: {connectionFile: string; cwd?: string}): Promise<void> {
  const connection = await readConnection(connectionFile);
  // Its process starts while this one still loads.
  const runners = new Runners({cwd, spare: true});
  runners.start().catch(() => undefined);
  const loaded = import("./session.js");
  const sockets = await Sockets.open(connection);
  // Who listens from the first has not been connected yet when the sockets open: it hears it before anything is asked.
  sockets.onSubscribed = () => void sockets.publish("status", {content: {execution_state: "starting"}});
  // What clients ask meanwhile waits in the sockets; jupyter console, told too early, takes the end of a request that had to wait for that of its first cell.
  const {startSession} = await loaded;
  const session = await startSession({publish: publisher(sockets), runners, ...setting(cwd, connection)});
  await served({session, sockets});
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
  session: Session;
  sockets: Sockets;
}

/** Answers until a client shuts the kernel down, the system ends it, or who started it is gone. */
function served({session, sockets}: Desk): Promise<void> {
  return new Promise<void>((resolve) => {
    process.on("SIGINT", () => session.interrupt());
    for (const signal of ["SIGTERM", "SIGHUP"] as const) process.once(signal, () => resolve());
    // Jupyter names itself; when it is gone without a word, nobody is left to end this kernel.
    const {ppid} = process;
    if (process.env.JPY_PARENT_PID === String(ppid)) setInterval(() => process.ppid !== ppid && resolve(), 1000).unref();
    sockets.listen((channel, request) => {
      sockets.onSubscribed = () => undefined;
      if (channel === "stdin") return hearAnswer(session, request);
      void answer({session, sockets, channel}, request)
        .catch(({message: reason}: Error) => console.error(`ddx kernel: ${request.header.msg_type} cannot be answered: ${reason}`))
        .then(() => request.header.msg_type === "shutdown_request" && resolve());
    });
  });
}

/** Messages to all go by the publishing socket; a question goes to the client whose request it comes from. */
function publisher(sockets: Sockets): Publish {
  return ({type, content, metadata = {}, buffers = [], parent, to}) => {
    const {header, identities} = parent as Partial<Message>;
    const rest = {content, metadata, buffers, parent: header ?? {}};
    if (to === "stdin") void sockets.send("stdin", message(type, {...rest, identities: identities ?? []}));
    else void sockets.publish(type, rest);
  };
}

function hearAnswer(session: Session, {header, content}: Message): void {
  if (header.msg_type === "input_reply") session.answer(String(content.value ?? ""));
}

/** Clients wait for a reply of the request's kind. */
async function answer({session, sockets, channel}: Desk & {channel: "shell" | "control"}, request: Message): Promise<void> {
  const {identities, header, content, buffers} = request;
  const {subshell_id} = header;
  // Without what it says: that would be kept as long as late outputs may come.
  const from = {parent: {header, identities}, buffers, ...(subshell_id && channel === "shell" && {subshell: subshell_id})};
  const reply = await session.request(header.msg_type, content, from).catch(({name, message}: Error) => {
    console.error(`ddx kernel: ${header.msg_type} failed: ${message}`);
    return {status: "error", ename: name, evalue: message, traceback: []};
  });
  if (!reply || !header.msg_type.endsWith("_request")) return;
  await sockets.send(channel, message(header.msg_type.replace(/_request$/, "_reply"), {identities, content: reply, parent: header}));
}
