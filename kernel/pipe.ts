/**
 * A message as bytes of a pipe: how many parts there are and how long each is (32-bit little-endian numbers), then the parts, JSON first and binary data
 * behind it.
 */
export function pack(message: unknown, buffers: readonly Uint8Array[] = []): Buffer {
  const json = JSON.stringify(message);
  if (buffers.length === 0) return packText(json);
  const parts = [Buffer.from(json), ...buffers];
  const head = Buffer.allocUnsafe(4 + 4 * parts.length);
  head.writeUInt32LE(parts.length, 0);
  parts.forEach(({byteLength}, index) => head.writeUInt32LE(byteLength, 4 + 4 * index));
  return Buffer.concat([head, ...parts]);
}

/** The same for a message without binary data, in one piece of memory. */
function packText(json: string): Buffer {
  const length = Buffer.byteLength(json);
  const bytes = Buffer.allocUnsafe(8 + length);
  bytes.writeUInt32LE(1, 0);
  bytes.writeUInt32LE(length, 4);
  bytes.write(json, 8);
  return bytes;
}

/** Takes a pipe's bytes as they come, in pieces of any size, and calls back for each whole message. */
export function unpack(receive: (message: unknown, buffers: Buffer[]) => void): (piece: Buffer) => void {
  let pieces: Buffer[] = [];
  let [length, needed] = [0, 4];
  return (piece) => {
    pieces.push(piece);
    length += piece.length;
    while (length >= needed) {
      const bytes = pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
      const sizes = sizesOf(bytes);
      const end = sizes && 4 + 4 * sizes.length + sizes.reduce((sum, size) => sum + size, 0);
      if (end === undefined || bytes.length < end) {
        pieces = [bytes];
        needed = end ?? 4 + 4 * bytes.readUInt32LE(0);
        if (length < needed) return;
        continue;
      }
      pieces = [bytes.subarray(end)];
      [length, needed] = [bytes.length - end, 4];
      receive(...partsOf(bytes, sizes!));
    }
  };
}

/** How long each part is; undefined when not all of that is there. */
function sizesOf(bytes: Buffer): number[] | undefined {
  const count = bytes.readUInt32LE(0);
  return bytes.length < 4 + 4 * count ? undefined : Array.from({length: count}, (_, index) => bytes.readUInt32LE(4 + 4 * index));
}

function partsOf(bytes: Buffer, sizes: readonly number[]): [unknown, Buffer[]] {
  let at = 4 + 4 * sizes.length;
  const [json, ...buffers] = sizes.map((size) => bytes.subarray(at, (at += size)));
  return [JSON.parse(json!.toString()), buffers];
}
