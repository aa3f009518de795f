import {spawn, type ChildProcess} from "node:child_process";
import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {createServer, type AddressInfo} from "node:net";
import {tmpdir} from "node:os";
import path from "node:path";
import {fileURLToPath} from "node:url";
import {Dealer} from "zeromq";
import type {Channel} from "../../../kernel/connection.js";
import {decode, encode, message, type Key} from "../../../kernel/wire.js";

const main = fileURLToPath(new URL("../../../kernel/main.js", import.meta.url));
const channels: readonly Channel[] = ["shell", "control", "stdin", "iopub", "hb"];

/** A kernel in a process of its own, and a client that behaves. */
export class Host {
  /** The end of what it logged. */
  log = "";
  /** How it ended; undefined while it runs. */
  ended: string | undefined;

  /** Resolves when it has ended. */
  readonly over: Promise<void>;

  /** Its ports. */
  readonly ports: Record<Channel, number>;
  /** How its clients sign. */
  readonly key: Key;
  readonly #shell = new Dealer({linger: 0});
  readonly #folder: string;

  private constructor(
    /** Its process. */
    readonly child: ChildProcess,
    {ports, key, folder}: {ports: Record<Channel, number>; key: Key; folder: string},
  ) {
    this.ports = ports;
    this.#folder = folder;
    this.key = key;
    this.#shell.connect(`tcp://127.0.0.1:${ports.shell}`);
    child.stderr!.setEncoding("utf8").on("data", (text: string) => (this.log = (this.log + text).slice(-20_000)));
    this.over = new Promise((resolve) => {
      child.once("exit", (code, signal) => {
        this.ended = signal ?? `exit code ${code}`;
        resolve();
      });
    });
  }

  /** Starts a kernel; rejects when it does not answer within a minute. */
  static async start(): Promise<Host> {
    const folder = await mkdtemp(path.join(tmpdir(), "ddx-frames-"));
    const free = await freePorts(channels.length);
    const ports = Object.fromEntries(channels.map((channel, i) => [channel, free[i]!])) as Record<Channel, number>;
    const key = {key: "the key of this proof", hash: "sha256"};
    const named = Object.fromEntries(channels.map((channel) => [`${channel}_port`, ports[channel]]));
    const file = path.join(folder, "connection.json");
    await writeFile(file, JSON.stringify({transport: "tcp", ip: "127.0.0.1", key: key.key, signature_scheme: "hmac-sha256", ...named}));
    // What the proof sends is nobody's history.
    const env = {...process.env, DDX_HISTORY: path.join(folder, "history")};
    const child = spawn(process.execPath, [main, file], {cwd: process.cwd(), env, stdio: ["ignore", "ignore", "pipe"]});
    const host = new Host(child, {ports, key, folder});
    const reply = await host.ask("kernel_info_request", {content: {}, patience: 60});
    if (!reply) throw new Error(`the kernel does not start: ${host.ended ?? ""} ${host.log}`);
    return host;
  }

  /** The content of a reply; undefined when the kernel ends or none comes within `patience` seconds. */
  async ask(
    type: string,
    {content, patience}: {content: Record<string, unknown>; patience: number},
  ): Promise<Record<string, unknown> | undefined> {
    const request = message(type, {content});
    const until = Date.now() + 1000 * patience;
    await this.#shell.send(encode(request, this.key));
    this.#shell.receiveTimeout = 200;
    while (Date.now() < until && this.ended === undefined) {
      const frames = await this.#shell.receive().catch(() => undefined);
      const reply = frames && decode(frames, this.key);
      if (reply?.parent.msg_id === request.header.msg_id) return reply.content;
    }
    return undefined;
  }

  /** Ends it. */
  async end(): Promise<void> {
    this.#shell.close();
    if (this.ended === undefined) await new Promise((resolve) => this.child.once("exit", resolve).kill("SIGTERM") || resolve(undefined));
    await rm(this.#folder, {recursive: true, force: true});
  }
}

/** Ports that nobody listened at a moment ago. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({length: count}, () => createServer().listen(0, "127.0.0.1"));
  await Promise.all(servers.map((server) => new Promise((resolve) => server.once("listening", resolve))));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
