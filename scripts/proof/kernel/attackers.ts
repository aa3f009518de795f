import {connect, type Socket} from "node:net";
import {setTimeout as pause} from "node:timers/promises";
import {Dealer, XSubscriber} from "zeromq";
import type {Channel} from "../../../kernel/connection.js";
import {encode, message} from "../../../kernel/wire.js";
import type {Random} from "../../../src/math/random.js";
import {signed, unsigned, type Mutation} from "./frames.js";
import type {Host} from "./host.js";

/** A way to send what a kernel must bear. */
export interface Attack {
  /** Where to and what. */
  name: string;
  /** Sends a number of messages, or opens as many connections. */
  send: (host: Host, options: {count: number; draw: Random}) => Promise<void>;
}

const noise = (draw: Random, most: number): Buffer => Buffer.from(Array.from({length: 1 + Math.floor(draw() * most)}, () => draw() * 256));

const toChannel = (channel: Channel, mutation: Mutation): Attack => ({
  name: `${channel}: ${mutation.name}`,
  send: async (host, {count, draw}) => {
    const socket = new Dealer({linger: 1000, sendTimeout: 5000});
    socket.connect(`tcp://127.0.0.1:${host.ports[channel]}`);
    const last = message("kernel_info_request", {content: {}});
    const answered = drain(socket, last.header.msg_id);
    for (let i = 0; i < count; i++) await socket.send(mutation.make({draw, key: host.key})).catch(() => undefined);
    // By the same connection, so it is answered when all before it was read; nobody answers on the others.
    await socket.send(encode(last, host.key)).catch(() => undefined);
    const stop = new AbortController();
    const patience = channel === "shell" || channel === "control" ? 15_000 : 20;
    await Promise.race([answered, pause(patience, undefined, stop).catch(() => undefined), host.over]);
    stop.abort();
    socket.close();
  },
});

/** Reads what comes until the socket is closed; resolves when something holds a text. */
function drain(socket: Dealer | XSubscriber, text = ""): Promise<void> {
  return new Promise((resolve) => {
    const read = async () => {
      for await (const frames of socket) if (text !== "" && frames.some((frame) => frame.includes(text))) resolve();
    };
    read().catch(() => undefined);
  });
}

const subscribe: Attack = {
  name: "iopub: random subscriptions",
  send: async (host, {count, draw}) => {
    const socket = new XSubscriber({linger: 1000, sendTimeout: 5000});
    socket.connect(`tcp://127.0.0.1:${host.ports.iopub}`);
    void drain(socket);
    for (let i = 0; i < count; i++) {
      const frame = noise(draw, draw() < 0.1 ? 20_000 : 40);
      if (draw() < 0.8) frame[0] = draw() < 0.6 ? 1 : 0;
      await socket.send(frame).catch(() => undefined);
    }
    await pause(20);
    socket.close();
  },
};

const greeting = Buffer.concat([Buffer.from([0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, 3, 0]), Buffer.from("NULL"), Buffer.alloc(48)]);
const property = Buffer.concat([Buffer.from([11]), Buffer.from("Socket-Type"), Buffer.from([0, 0, 0, 6]), Buffer.from("DEALER")]);
const ready = Buffer.concat([Buffer.from([4, 6 + property.length, 5]), Buffer.from("READY"), property]);
const endless = Buffer.from([2, 0x3f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);

const garbage: readonly {name: string; make: (draw: Random) => Buffer}[] = [
  {name: "random bytes", make: (draw) => noise(draw, 2000)},
  {name: "half a greeting", make: (draw) => greeting.subarray(0, Math.floor(draw() * greeting.length))},
  {name: "random bytes behind the greeting", make: (draw) => Buffer.concat([greeting, noise(draw, 500)])},
  {name: "random bytes behind the handshake", make: (draw) => Buffer.concat([greeting, ready, noise(draw, 500)])},
  {name: "a frame without end", make: (draw) => Buffer.concat([greeting, ready, endless, noise(draw, 5000)])},
  {name: "a handshake of random bits", make: (draw) => flip(Buffer.concat([greeting, ready]), draw)},
];

function flip(bytes: Buffer, draw: Random): Buffer {
  for (let i = 0; i < 4; i++) bytes[Math.floor(draw() * bytes.length)] = draw() * 256;
  return bytes;
}

const raw = (channel: Channel, {name, make}: (typeof garbage)[number]): Attack => ({
  name: `${channel}, raw TCP: ${name}`,
  send: async (host, {count, draw}) => {
    const sockets: Socket[] = [];
    for (let i = 0; i < count; i++) {
      const socket = connect(host.ports[channel], "127.0.0.1").on("error", () => undefined);
      socket.write(make(draw), () => undefined);
      sockets.push(socket.resume());
    }
    await pause(20);
    for (const socket of sockets) socket.destroy();
  },
});

const routers: readonly Channel[] = ["shell", "control", "stdin"];

/** All attacks. */
export const attacks: readonly Attack[] = [
  ...routers.flatMap((channel) => unsigned.map((mutation) => toChannel(channel, mutation))),
  ...routers.flatMap((channel) => signed.map((mutation) => toChannel(channel, mutation))),
  ...unsigned.slice(0, 4).map((mutation) => toChannel("hb", mutation)),
  subscribe,
  ...(["shell", "control", "stdin", "iopub", "hb"] as const).flatMap((channel) => garbage.map((it) => raw(channel, it))),
];
