import {hostKey, type Host} from "./display.js";

/** What goes along with a message: hints (JSON) and binary data. */
export interface Baggage {
  /** Hints. */
  metadata?: Record<string, unknown>;
  /** Binary data, in the order that the other side expects. */
  buffers?: readonly (Uint8Array | ArrayBuffer)[];
}

/** Takes a message that came from the front end: JSON, and what came along with it. */
export type CommHandler = (data: any, baggage: {metadata: Record<string, unknown>; buffers: readonly Uint8Array[]}) => unknown;

/** A connection between an object here and one in the front end (Jupyter's "comm"). */
export interface Comm {
  /** Its name on both sides. */
  readonly id: string;
  /** Who takes it up. */
  readonly target: string;
  /** Sends JSON and whatever goes along with it. */
  send(data: unknown, baggage?: Baggage): void;
  /** Ends it. */
  close(data?: unknown, baggage?: Baggage): void;
  /** Called for each message that comes; one handler, the last that was set. */
  onMessage(handler: CommHandler): void;
  /** Called when the front end ends it. */
  onClose(handler: CommHandler): void;
}

/** What a host that has comms offers. */
export interface CommHost {
  /** Opens a connection to whatever the front end has registered as `target`. */
  openComm(target: string, options?: {data?: unknown; id?: string} & Baggage): Comm;
  /** Takes up the connections that the front end opens to `target`. */
  registerComm(target: string, opened: (comm: Comm, ...message: Parameters<CommHandler>) => unknown): void;
}

/** Opens a connection to whatever the front end has registered as `target`; throws where no front end can take it up. */
export const openComm: CommHost["openComm"] = (target, options) => host().openComm(target, options);

/** Takes up the connections that the front end opens to `target`; throws where no front end can open one. */
export const registerComm: CommHost["registerComm"] = (target, opened) => host().registerComm(target, opened);

function host(): CommHost {
  const found = (globalThis as {[hostKey]?: Host & Partial<CommHost>})[hostKey];
  if (found?.openComm && found.registerComm) return found as CommHost;
  throw new Error("expected a kernel with comms, there is none here; run this in a notebook with the ddx kernel");
}
