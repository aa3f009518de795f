import {createHmac, randomUUID, timingSafeEqual} from "node:crypto";
import {protocolVersion} from "./info.js";

/** A message of Jupyter's protocol. */
export interface Message {
  /** Where it comes from or goes to: ZeroMQ's routing prefix, or the topic. */
  identities: readonly Buffer[];
  /** Who sent what kind of message. */
  header: Header;
  /** Header of the request that it answers or comes from. */
  parent: Header | Record<string, never>;
  /** Hints. */
  metadata: Record<string, unknown>;
  /** What it says. */
  content: Record<string, unknown>;
  /** Binary data beside the content. */
  buffers: readonly Buffer[];
}

/** A message's header. */
export interface Header {
  /** Unique name of the message. */
  msg_id: string;
  /** Kind of message. */
  msg_type: string;
  /** The sender's session. */
  session: string;
  /** Who sends. */
  username: string;
  /** ISO 8601. */
  date: string;
  /** Version of the protocol. */
  version: string;
  /** The subshell that the message is for. */
  subshell_id?: string | null;
}

/** The key by which messages are signed; an empty key signs nothing. */
export interface Key {
  /** The secret. */
  key: string;
  /** Hash, such as `sha256`. */
  hash: string;
}

const delimiter = Buffer.from("<IDS|MSG>");
const session = randomUUID();

/** Reads the frames of a message; throws when they are none or the signature is wrong. */
export function decode(frames: readonly Buffer[], key: Key): Message & {signature: string} {
  const at = frames.findIndex((frame) => frame.equals(delimiter));
  const [signature, ...parts] = frames.slice(at + 1);
  if (at < 0 || !signature || parts.length < 4) throw new Error("not a message of Jupyter's protocol");
  const signed = parts.slice(0, 4);
  const expected = sign(signed, key);
  if (expected.length > 0 && (signature.length !== expected.length || !timingSafeEqual(signature, expected)))
    throw new Error("wrong signature");
  const [header, parent, metadata, content] = signed.map(read);
  if (typeof header!.msg_type !== "string") throw new Error("expected a header with msg_type");
  const message = {
    identities: frames.slice(0, at),
    header: flat(header!),
    parent: flat(parent!),
    metadata,
    content,
    buffers: parts.slice(4),
  };
  return {...message, signature: signature.toString()} as unknown as Message & {signature: string};
}

/** A header without anything in it that has parts: it is sent back with all that it causes. */
const flat = (header: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(header).filter(([, value]) => typeof value !== "object" || value === null));

/** Each part of a message is an object. */
function read(part: Buffer): Record<string, unknown> {
  const value: unknown = JSON.parse(part.toString());
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new Error(`expected an object, got ${part.toString().slice(0, 40)}`);
}

/** Writes a message as signed frames. */
export function encode({identities, header, parent, metadata, content, buffers}: Message, key: Key): Buffer[] {
  const parts = [header, parent, metadata, content].map((part) => Buffer.from(JSON.stringify(part)));
  return [...identities, delimiter, sign(parts, key), ...parts, ...buffers];
}

/** A new message of this kernel. */
export function message(type: string, {content, ...rest}: Pick<Message, "content"> & Partial<Message>): Message {
  const date = new Date().toISOString();
  const header = {msg_id: randomUUID(), msg_type: type, session, username: "kernel", date, version: protocolVersion};
  return {identities: [], header, parent: {}, metadata: {}, buffers: [], content, ...rest};
}

function sign(parts: readonly Buffer[], {key, hash}: Key): Buffer {
  if (key === "") return Buffer.alloc(0);
  const mac = createHmac(hash, key);
  for (const part of parts) mac.update(part);
  return Buffer.from(mac.digest("hex"));
}
