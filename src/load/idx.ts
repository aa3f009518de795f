import {readBytes} from "./bytes.js";

/** An IDX file's numbers, the last dimension fastest. */
export interface Idx {
  values: Uint8Array | Int8Array | Int16Array | Int32Array | Float32Array | Float64Array;
  shape: readonly number[];
}

interface Kind {
  name: string;
  bytes: number;
  read: (view: DataView, {count, from}: {count: number; from: number}) => Idx["values"];
}

/** Types by the third byte of the file; numbers are big-endian. */
const kinds: Readonly<Record<number, Kind>> = {
  0x08: {name: "unsigned bytes", bytes: 1, read: ({buffer, byteOffset}, {count, from}) => new Uint8Array(buffer, byteOffset + from, count)},
  0x09: {name: "signed bytes", bytes: 1, read: ({buffer, byteOffset}, {count, from}) => new Int8Array(buffer, byteOffset + from, count)},
  0x0b: {
    name: "16-bit integers",
    bytes: 2,
    read: (view, {count, from}) => Int16Array.from({length: count}, (_, i) => view.getInt16(from + 2 * i)),
  },
  0x0c: {
    name: "32-bit integers",
    bytes: 4,
    read: (view, {count, from}) => Int32Array.from({length: count}, (_, i) => view.getInt32(from + 4 * i)),
  },
  0x0d: {
    name: "32-bit floats",
    bytes: 4,
    read: (view, {count, from}) => Float32Array.from({length: count}, (_, i) => view.getFloat32(from + 4 * i)),
  },
  0x0e: {
    name: "64-bit floats",
    bytes: 8,
    read: (view, {count, from}) => Float64Array.from({length: count}, (_, i) => view.getFloat64(from + 8 * i)),
  },
};

/**
 * Loads an IDX file, plain or gzip, as LeCun, Cortes & Burges describe the format of MNIST: two zero bytes, a type, the count of dimensions, their lengths as
 * big-endian 32-bit numbers, then the numbers; `rows` reads only the first of them. Throws one clear line for a file that is not one.
 */
export async function loadIdx(file: string, {rows = Infinity}: {rows?: number} = {}): Promise<Idx> {
  const bytes = await readBytes(file);
  const kind = kindOf(bytes, file);
  const dimensions = bytes[3]!;
  const from = 4 + 4 * dimensions;
  if (bytes.length < from) throw cutShort({file, expected: `a head of ${from} bytes`, got: bytes.length});
  const shape = Array.from({length: dimensions}, (_, axis) => bytes.readUInt32BE(4 + 4 * axis));
  const expected = from + kind.bytes * size(shape);
  if (bytes.length < expected)
    throw cutShort({file, expected: `${expected} bytes (${shape.join(" × ")} ${kind.name} and a head of ${from})`, got: bytes.length});
  if (bytes.length > expected)
    throw new RangeError(
      `expected ${expected} bytes (${shape.join(" × ")} ${kind.name} and a head of ${from}) in ${file}, got ${bytes.length}; fetch the file anew`,
    );
  const read = [Math.min(rows, shape[0]!), ...shape.slice(1)];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return {values: kind.read(view, {count: size(read), from}), shape: read};
}

function kindOf(bytes: Buffer, file: string): Kind {
  const begins =
    bytes.length === 0
      ? "an empty file"
      : bytes
          .subarray(0, 4)
          .toString("hex")
          .replace(/..(?=.)/g, "$& ");
  if (bytes.length < 4 || bytes[0] !== 0 || bytes[1] !== 0 || bytes[3] === 0)
    throw new TypeError(`expected an IDX file (00 00, a type, a count of dimensions) in ${file}, got ${begins}; fetch the original file`);
  const kind = kinds[bytes[2]!];
  if (kind) return kind;
  const known = Object.entries(kinds).map(([code, {name}]) => `${hex(Number(code))} ${name}`);
  throw new TypeError(`expected a type of IDX (${known.join(", ")}) in ${file}, got ${hex(bytes[2]!)}; fetch the original file`);
}

const hex = (byte: number): string => byte.toString(16).padStart(2, "0");

const size = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1);

/** The error for a file that ends too early. */
export const cutShort = ({file, expected, got}: {file: string; expected: string; got: number}): RangeError =>
  new RangeError(`expected ${expected} in ${file}, got ${got} bytes; the file is cut short, fetch it anew`);
