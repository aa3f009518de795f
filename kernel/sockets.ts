import type {Router, XPublisher} from "zeromq";
import type {Channel, Connection} from "./connection.js";
import {decode, encode, message, type Message} from "./wire.js";

/** Takes a request that came by a channel. */
export type Receive = (channel: "shell" | "control" | "stdin", request: Message) => void;

const remembered = 65_536;

/** Jupyter's five sockets; ZeroMQ allows one pending send a socket, so each has a queue. */
export class Sockets {
  readonly #queues = new Map<Channel, Promise<void>>();
  readonly #seen = new Set<string>();

  private constructor(
    private readonly connection: Connection,
    private readonly sockets: {shell: Router; control: Router; stdin: Router; iopub: XPublisher; hb: Router},
  ) {}

  /** Binds them; rejects with one line when that cannot be done. */
  static async open(connection: Connection): Promise<Sockets> {
    const {Router, XPublisher} = await import("zeromq").catch(({message}: Error) => {
      throw new Error(
        `zeromq cannot be loaded on ${process.platform} ${process.arch} (${message.split("\n")[0]}); ddx run and ddx test work without it`,
      );
    });
    const {publicKey: curvePublicKey, secretKey: curveSecretKey} = connection.curve ?? {};
    const secret = connection.curve ? {curveServer: true, curvePublicKey: curvePublicKey!, curveSecretKey: curveSecretKey!} : {};
    const options = {linger: 1000, sendHighWaterMark: 100_000, ...secret};
    const sockets = {
      shell: new Router(options),
      control: new Router(options),
      stdin: new Router(options),
      iopub: new XPublisher({...options, verbosity: "allSubs"}),
      hb: new Router(secret),
    };
    for (const [channel, socket] of Object.entries(sockets)) {
      const address = connection.address(channel as Channel);
      await socket.bind(address).catch(({message}: Error) => {
        throw new Error(
          `cannot listen on ${address} (${message.split("\n")[0]}); another kernel may use it, start with a new connection file`,
        );
      });
    }
    const opened = new Sockets(connection, sockets);
    void opened.#beat();
    void opened.#welcome();
    return opened;
  }

  /** Called when a client has begun to listen to what is published. */
  onSubscribed: () => void = () => undefined;

  /** Calls back for each request that is signed rightly, until closed. */
  listen(receive: Receive): void {
    for (const channel of ["shell", "control", "stdin"] as const) void this.#read(channel, receive);
  }

  /** Sends to all clients behind what was published before. */
  publish(type: string, rest: Pick<Message, "content"> & Partial<Message>): Promise<void> {
    return this.send("iopub", message(type, {identities: [Buffer.from(`kernel.${type}`)], ...rest}));
  }

  /** Sends behind what was sent by this channel before; what is published gives way to the cell that it is about. */
  send(channel: Exclude<Channel, "hb">, message: Message): Promise<void> {
    const turn = this.#queues.get(channel) ?? (channel === "iopub" ? new Promise(setImmediate) : Promise.resolve());
    const sent = turn
      .then(() => this.sockets[channel].send(encode(message, this.connection.key)))
      .catch(() => undefined)
      .then(() => void (this.#queues.get(channel) === sent && this.#queues.delete(channel)));
    this.#queues.set(channel, sent);
    return sent;
  }

  /** Closes them when all is sent. */
  async close(): Promise<void> {
    await Promise.all(this.#queues.values());
    for (const socket of Object.values(this.sockets)) socket.close();
  }

  async #read(channel: "shell" | "control" | "stdin", receive: Receive): Promise<void> {
    for await (const frames of this.sockets[channel]) {
      const request = this.#open(frames);
      if (request) receive(channel, request);
    }
  }

  /** What is not signed with our key is dropped, and said where the server's log is. */
  #open(frames: readonly Buffer[]): Message | undefined {
    try {
      const message = decode(frames, this.connection.key);
      this.#refuseAgain(message.signature);
      return message;
    } catch (error) {
      console.error(`ddx kernel: dropped a message: ${(error as Error).message}`);
      return undefined;
    }
  }

  /** What was overheard and sent once more must not run once more. */
  #refuseAgain(signature: string): void {
    if (signature === "") return;
    if (this.#seen.has(signature)) throw new Error("it came before");
    this.#seen.add(signature);
    const [oldest] = this.#seen;
    if (this.#seen.size > remembered) this.#seen.delete(oldest!);
  }

  /** JEP 65: whoever subscribes is told when that has taken effect, so that no client misses what it asks for right behind. */
  async #welcome(): Promise<void> {
    for await (const [frame] of this.sockets.iopub) {
      if (frame?.[0] !== 1) continue;
      const topic = frame.subarray(1);
      void this.send("iopub", message("iopub_welcome", {identities: [topic], content: {subscription: topic.toString()}}));
      this.onSubscribed();
    }
  }

  async #beat(): Promise<void> {
    // A router, which takes frames of any shape: what is no heartbeat must not stop the heart.
    for await (const frames of this.sockets.hb) await this.sockets.hb.send(frames).catch(() => undefined);
  }
}
