import type {Readable, Writable} from "node:stream";

/** One end of a JSON-RPC connection, as language servers speak it. */
export interface Connection {
  /** Resolves with the other end's answer, or with nothing when that is an error; rejects when there is no other end any more. */
  request: (method: string, params: unknown) => Promise<unknown>;
  /** Tells the other end, which does not answer. */
  notify: (method: string, params: unknown) => void;
  /** Rejects whatever is not answered yet. */
  close: () => void;
}

interface Incoming {
  id?: number | string;
  method?: string;
  params?: {items?: readonly unknown[]};
  result?: unknown;
}

interface Waiting {
  resolve: (result: unknown) => void;
  reject: (error: Error) => void;
}

/** Speaks over a child's pipes; what the other end asks for itself is answered with nothing. */
export function connect({input, output}: {input: Writable; output: Readable}): Connection {
  const waiting = new Map<number, Waiting>();
  let last = 0;
  const write = (message: object) => {
    const body = JSON.stringify({jsonrpc: "2.0", ...message});
    if (input.writable) input.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  };
  const close = () => {
    for (const {reject} of waiting.values()) reject(new Error("the language server is gone"));
    waiting.clear();
  };
  output.on(
    "data",
    framed((message) => {
      if (message.method !== undefined) {
        if (message.id !== undefined) write({id: message.id, result: message.params?.items?.map(() => null) ?? null});
      } else settle(waiting, message);
    }),
  );
  output.once("close", close);
  input.on("error", () => undefined);
  return {
    close,
    notify: (method, params) => write({method, params}),
    request: (method, params) =>
      new Promise((resolve, reject) => {
        if (!input.writable) return reject(new Error("the language server is gone"));
        waiting.set(++last, {resolve, reject});
        write({id: last, method, params});
      }),
  };
}

function settle(waiting: Map<number, Waiting>, {id, result}: Incoming): void {
  waiting.get(id as number)?.resolve(result);
  waiting.delete(id as number);
}

/** Cuts a stream into messages. */
function framed(take: (message: Incoming) => void): (chunk: Buffer) => void {
  let chunks: Buffer[] = [];
  let [have, need] = [0, 0];
  return (chunk) => {
    chunks.push(chunk);
    have += chunk.length;
    while (have >= need) {
      const all = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
      chunks = [all];
      const head = all.indexOf("\r\n\r\n");
      if (head < 0) return;
      const start = head + 4;
      need = start + Number(/content-length: *(\d+)/i.exec(all.toString("latin1", 0, head))?.[1] ?? 0);
      if (have < need) return;
      take(JSON.parse(all.toString("utf8", start, need)) as Incoming);
      const rest = all.subarray(need);
      [chunks, have, need] = [[rest], rest.length, 0];
      if (have === 0) return;
    }
  };
}
