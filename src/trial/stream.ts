import * as tf from "@tensorflow/tfjs";
import type {Data, Dataset, Inputs} from "../case.js";
import {random} from "../math/random.js";
import {blame} from "./blame.js";
import {breathe} from "./breath.js";

/** Rows that a stream is read to at most: one that never ends would be read for ever. */
export const readCap = 200000;

/** What was drawn from a stream. */
export interface Drawn {
  dataset: Dataset;
  /** Rows that were read. */
  given: number;
  /** Rows of the first batch. */
  batchSize: number;
}

interface Part {
  values: Float32Array | Int32Array | Uint8Array;
  shape: readonly number[];
}

/** True for a stream of `tf.data`, whichever copy of tfjs made it. */
export const isStream = (data: Data): data is tf.data.Dataset<tf.TensorContainer> =>
  typeof (data as {forEachAsync?: unknown})?.forEachAsync === "function";

/**
 * Reads a stream of batches once and keeps at most `cap` rows, each with the same chance (reservoir sampling, Vitter 1985, algorithm R), in the stream's order;
 * reads at most 200 000 rows and frees each batch. Throws one clear line for elements that are no batches of numbers.
 */
export async function draw(
  stream: tf.data.Dataset<tf.TensorContainer>,
  {name, cap, seed, signal}: {name: string; cap: number; seed: number; signal?: AbortSignal},
): Promise<Drawn> {
  const keep = reservoir({cap, seed});
  const first = newestId();
  const iterator = await own(() => stream.iterator());
  const following = () => own(() => iterator.next());
  for (let next = await following(); !next.done && keep.rows() < readCap; next = await following()) {
    await breathe(signal);
    try {
      keep.add(await read(next.value, name));
    } finally {
      free(next.value, first);
    }
  }
  if (keep.rows() === 0) throw new RangeError(`expected at least one batch from the stream ${name}, got none`);
  return {dataset: keep.dataset(), given: keep.rows(), batchSize: keep.batchSize()};
}

/** Runs the user's generator and functions: what they throw is theirs. */
async function own<T>(task: () => Promise<T>): Promise<T> {
  try {
    return await task();
  } catch (error) {
    throw blame(error, "stream");
  }
}

/** The id of a tensor made now: those that are older have smaller ones. */
const newestId = (): number => tf.tidy(() => tf.scalar(0).id);

/** Frees what the stream made for us, as fitDataset does; what the user held before stays. */
function free(element: unknown, first: number): void {
  const sides = Object.values(element ?? {}) as unknown[];
  for (const tensor of sides.flatMap((side) => (isTensor(side) ? [side] : (Object.values(side ?? {}) as unknown[]))))
    if (isTensor(tensor) && tensor.id > first) tensor.dispose();
}

async function read(element: unknown, name: string): Promise<{x: Part[]; y: Part[]}> {
  const {xs, ys} = (element ?? {}) as {xs?: Inputs; ys?: Inputs};
  if (xs === undefined || ys === undefined)
    throw new TypeError(
      `expected elements {xs, ys} from the stream ${name}, got {${Object.keys(element ?? {})}}; map the stream to {xs, ys}`,
    );
  const [x, y] = await Promise.all([parts(xs, name), parts(ys, name)]);
  const counts = new Set([...x, ...y].map(({shape}) => shape[0]));
  if (counts.size > 1)
    throw new RangeError(
      `expected batches with as many targets as inputs from the stream ${name}, got ${[...counts].join(" and ")} rows; call .batch(32) if it gives single rows`,
    );
  return {x, y};
}

/** True for a tensor of any copy of tfjs: recognised by what it can do. */
export const isTensor = (value: unknown): value is tf.Tensor => typeof (value as tf.Tensor)?.dataSync === "function";

function parts(side: Inputs, name: string): Promise<Part[]> {
  const tensors = isTensor(side) ? [side] : typeof side === "object" ? (Object.values(side) as unknown[]) : [side];
  return Promise.all(
    tensors.map(async (tensor) => {
      if (!isTensor(tensor) || tensor.rank === 0)
        throw new TypeError(`expected batches of tensors from the stream ${name}, got single rows; call .batch(32) on it`);
      if (tensor.dtype === "string")
        throw new TypeError(`expected numbers from the stream ${name}, got strings; turn words into ids first`);
      return {values: (await tensor.data()) as Float32Array, shape: tensor.shape};
    }),
  );
}

/** Rows kept by chance, with the place that each had in the stream. */
function reservoir({cap, seed}: {cap: number; seed: number}) {
  const chance = random(seed);
  const places: number[] = [];
  const kept: {x: Float32Array[][]; y: Float32Array[][]} = {x: [], y: []};
  let shapes: {x: readonly number[][]; y: readonly number[][]} | undefined;
  let seen = 0;
  let batchSize = 0;
  const put = (slot: number, {batch, row}: {batch: {x: Part[]; y: Part[]}; row: number}) => {
    places[slot] = seen;
    for (const side of ["x", "y"] as const)
      batch[side].forEach(({values, shape}, i) => {
        const size = values.length / shape[0]!;
        (kept[side][i] ??= [])[slot] = Float32Array.from(values.subarray(row * size, (row + 1) * size));
      });
  };
  return {
    rows: () => seen,
    batchSize: () => batchSize,
    add: (batch: {x: Part[]; y: Part[]}) => {
      shapes ??= {x: batch.x.map(({shape}) => shape.slice(1)), y: batch.y.map(({shape}) => shape.slice(1))};
      batchSize ||= batch.x[0]!.shape[0]!;
      for (let row = 0; row < batch.x[0]!.shape[0]!; row++, seen++) {
        const slot = seen < cap ? seen : Math.floor(chance() * (seen + 1));
        if (slot < cap) put(slot, {batch, row});
      }
    },
    dataset: (): Dataset => {
      const order = places.map((_, slot) => slot).sort((a, b) => places[a]! - places[b]!);
      const join = (side: "x" | "y") =>
        kept[side].map((rows, i) =>
          joined(
            order.map((slot) => rows[slot]!),
            shapes![side][i]!,
          ),
        );
      return {x: join("x"), y: join("y")};
    },
  };
}

function joined(rows: readonly Float32Array[], shape: readonly number[]): {values: Float32Array; shape: readonly number[]} {
  const values = new Float32Array(rows.reduce((sum, row) => sum + row.length, 0));
  rows.forEach((row, i) => values.set(row, i * row.length));
  return {values, shape: [rows.length, ...shape]};
}
