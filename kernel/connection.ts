import {readFile} from "node:fs/promises";
import type {Key} from "./wire.js";

/** Where a kernel listens, as Jupyter's connection file says. */
export interface Connection {
  /** Address of a channel, such as `tcp://127.0.0.1:5555`. */
  address: (channel: Channel) => string;
  /** The ports as the file names them, such as `shell_port`. */
  ports: Readonly<Record<string, unknown>>;
  /** How messages are signed. */
  key: Key;
  /** The keys by which all that is sent is encrypted (CURVE); nothing is when left out. */
  curve?: {publicKey: string; secretKey: string};
}

/** Jupyter's five sockets. */
export type Channel = "shell" | "control" | "stdin" | "iopub" | "hb";

const channels: readonly Channel[] = ["shell", "control", "stdin", "iopub", "hb"];

/** Reads a connection file; rejects with one line that says what is wrong with it. */
export async function readConnection(path: string): Promise<Connection> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new Error(`expected a connection file, ${path} ${error.code === "ENOENT" ? "does not exist" : `cannot be read (${error.code})`}`);
  });
  const {transport = "tcp", ip = "127.0.0.1", key = "", signature_scheme = "hmac-sha256", ...rest} = parse(text, path);
  const {curve_publickey: publicKey, curve_secretkey: secretKey} = rest;
  const ports = Object.fromEntries(channels.map((channel) => [`${channel}_port`, rest[`${channel}_port`]]));
  const missing = channels.find((channel) => !Number.isInteger(ports[`${channel}_port`]));
  if (missing !== undefined) throw new Error(`expected a connection file with ${missing}_port, ${path} has none`);
  const separator = transport === "ipc" ? "-" : ":";
  return {
    address: (channel) => `${String(transport)}://${String(ip)}${separator}${String(ports[`${channel}_port`])}`,
    ports,
    key: {key: String(key), hash: String(signature_scheme).replace(/^hmac-/, "")},
    ...(typeof publicKey === "string" && typeof secretKey === "string" && {curve: {publicKey, secretKey}}),
  };
}

function parse(text: string, path: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text)) as Record<string, unknown>;
  } catch {
    throw new Error(`expected a connection file in JSON, ${path} is none; Jupyter writes it when it starts the kernel`);
  }
}
