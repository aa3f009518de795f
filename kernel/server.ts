import {readConnection} from "./connection.js";
import type {Publish} from "./execution.js";
import {startSession, type Session} from "./session.js";
import {Sockets} from "./sockets.js";
import {message, type Header, type Message} from "./wire.js";

/** Serves Jupyter's clients until one of them shuts the kernel down; rejects with one line when it cannot start. */
export async function serve({connectionFile, cwd = process.cwd()}: {connectionFile: string; cwd?: string}): Promise<void> {
  const connection = await readConnection(connectionFile);
  const sockets = await Sockets.open(connection);
  const publish: Publish = ({type, content, metadata = {}, parent}) => {
    void sockets.send("iopub", message(type, {identities: [Buffer.from(`kernel.${type}`)], content, metadata, parent: parent as Header}));
  };
  publish({type: "status", content: {execution_state: "starting"}, parent: {}});
  const session = await startSession({cwd, publish, spare: true});
  const interrupt = () => session.interrupt();
  process.on("SIGINT", interrupt);
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGTERM", "SIGHUP"] as const) process.once(signal, () => resolve());
    // Jupyter names itself; when it is gone without a word, nobody is left to end this kernel.
    const {ppid} = process;
    if (process.env.JPY_PARENT_PID === String(ppid)) setInterval(() => process.ppid !== ppid && resolve(), 1000).unref();
    sockets.listen((channel, request) => {
      void answer({session, sockets, channel}, request).then(() => request.header.msg_type === "shutdown_request" && resolve());
    });
  });
  await session.shutdown();
  await sockets.close();
}

interface Desk {
  session: Session;
  sockets: Sockets;
  channel: "shell" | "control";
}

/** Clients wait for a reply of the request's kind; one that nobody knows is said to be so in the log. */
async function answer({session, sockets, channel}: Desk, {identities, header, content}: Message): Promise<void> {
  const reply = await session.request(header.msg_type, content, {parent: header}).catch(({name, message}: Error) => {
    console.error(`ddx kernel: ${header.msg_type} failed: ${message}`);
    return {status: "error", ename: name, evalue: message, traceback: []};
  });
  if (!reply) return console.error(`ddx kernel: nobody here knows ${header.msg_type}`);
  await sockets.send(channel, message(header.msg_type.replace(/_request$/, "_reply"), {identities, content: reply, parent: header}));
}
