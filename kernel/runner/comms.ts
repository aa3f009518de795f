import {randomUUID} from "node:crypto";
import type {Baggage, Comm, CommHandler, CommHost} from "../../src/display/comm.js";
import type {CommMessage, Order} from "../protocol.js";
import {attend} from "./evaluate.js";
import {currentRun, newRun, tell, within} from "./run.js";

interface Line extends Comm {
  heard: Partial<Record<"msg" | "close", CommHandler>>;
}

const lines = new Map<string, Line>();
const targets = new Map<string, (comm: Comm, ...opened: Parameters<CommHandler>) => unknown>();

/** Connections of this process with the front end. */
export const comms: CommHost = {
  openComm(target, {data = {}, id = randomUUID(), ...baggage} = {}) {
    const line = connect(id, target);
    say({kind: "open", id, target, data}, baggage);
    return line;
  },
  registerComm: (target, opened) => void targets.set(target, opened),
};

/** Hands a message of the front end to its connection. */
export function hearComm(
  {cell, kind, id, target, data, metadata = {}}: Extract<Order, {type: "comm"}>,
  buffers: readonly Buffer[],
): Promise<void> {
  const run = newRun({cell, label: ""});
  return attend(run, async () => {
    await within(run, () => deliver({kind, id, data, ...(target !== undefined && {target})}, {metadata, buffers}));
    return undefined;
  });
}

function deliver({kind, id, target = "", data}: CommMessage, baggage: Parameters<CommHandler>[1]): unknown {
  if (kind === "open") {
    const opened = targets.get(target);
    // As the protocol has it: who does not know the target closes the connection at once.
    return opened ? opened(connect(id, target), data, baggage) : say({kind: "close", id, data: {}}, {});
  }
  const line = lines.get(id);
  if (kind === "close") lines.delete(id);
  return line?.heard[kind]?.(data, baggage);
}

function connect(id: string, target: string): Line {
  const line: Line = {
    id,
    target,
    heard: {},
    send: (data, baggage = {}) => say({kind: "msg", id, data}, baggage),
    close: (data = {}, baggage = {}) => {
      if (lines.delete(id)) say({kind: "close", id, data}, baggage);
    },
    onMessage: (handler) => void (line.heard.msg = handler),
    onClose: (handler) => void (line.heard.close = handler),
  };
  lines.set(id, line);
  return line;
}

function say(message: CommMessage, {metadata = {}, buffers = []}: Baggage): void {
  tell({type: "comm", cell: currentRun()?.cell ?? 0, ...message, metadata}, buffers.map(bytesOf));
}

const bytesOf = (data: Uint8Array | ArrayBuffer): Uint8Array =>
  ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : new Uint8Array(data);
