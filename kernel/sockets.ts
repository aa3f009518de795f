import type {Publisher, Reply, Router} from "zeromq";
import type {Channel, Connection} from "./connection.js";
import {decode, encode, type Message} from "./wire.js";

/** Takes a request that came by a channel. */
export type Receive = (channel: "shell" | "control", request: Message) => void;

/** Jupyter's five sockets; ZeroMQ allows one pending send a socket, so each has a queue. */
export class Sockets {
  readonly #queues = new Map<Channel, Promise<void>>();

  private constructor(
    private readonly connection: Connection,
    private readonly sockets: {shell: Router; control: Router; stdin: Router; iopub: Publisher; hb: Reply},
  ) {}

  /** Binds them; rejects with one line when that cannot be done. */
  static async open(connection: Connection): Promise<Sockets> {
    const {Publisher, Reply, Router} = await import("zeromq").catch(({message}: Error) => {
      throw new Error(
        `zeromq cannot be loaded on ${process.platform} ${process.arch} (${message.split("\n")[0]}); ddx run and ddx test work without it`,
      );
    });
    const options = {linger: 1000, sendHighWaterMark: 0};
    const sockets = {
      shell: new Router(options),
      control: new Router(options),
      stdin: new Router(options),
      iopub: new Publisher(options),
      hb: new Reply(),
    };
    for (const [channel, socket] of Object.entries(sockets)) {
      const address = connection.address(channel as Channel);
      await socket.bind(address).catch(({message}: Error) => {
        throw new Error(
          `cannot listen on ${address} (${message.split("\n")[0]}); another kernel may use it, start with a new connection file`,
        );
      });
    }
    return new Sockets(connection, sockets);
  }

  /** Calls back for each request that is signed rightly, and beats the heart, until closed. */
  listen(receive: Receive): void {
    void this.#beat();
    for (const channel of ["shell", "control"] as const) void this.#read(channel, receive);
  }

  /** Sends behind what was sent by this channel before. */
  send(channel: Exclude<Channel, "hb">, message: Message): Promise<void> {
    const frames = encode(message, this.connection.key);
    const sent = (this.#queues.get(channel) ?? Promise.resolve()).then(() => this.sockets[channel].send(frames)).catch(() => undefined);
    this.#queues.set(channel, sent);
    return sent;
  }

  /** Closes them when all is sent. */
  async close(): Promise<void> {
    await Promise.all(this.#queues.values());
    for (const socket of Object.values(this.sockets)) socket.close();
  }

  async #read(channel: "shell" | "control", receive: Receive): Promise<void> {
    for await (const frames of this.sockets[channel]) {
      const request = this.#open(frames);
      if (request) receive(channel, request);
    }
  }

  /** What is not signed with our key is dropped, and said where the server's log is. */
  #open(frames: readonly Buffer[]): Message | undefined {
    try {
      return decode(frames, this.connection.key);
    } catch (error) {
      console.error(`ddx kernel: dropped a message: ${(error as Error).message}`);
      return undefined;
    }
  }

  async #beat(): Promise<void> {
    for await (const frames of this.sockets.hb) await this.sockets.hb.send(frames).catch(() => undefined);
  }
}
