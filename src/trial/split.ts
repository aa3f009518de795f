import type * as tf from "@tensorflow/tfjs";
import type {Data, Dataset, Inputs, Nested, TensorLike} from "../case.js";
import type {Block, Split} from "../check.js";
import {derive, random, sample} from "../math/random.js";
import {stable, stableNames} from "./names.js";
import {flatten as flattenLayers} from "./network.js";
import {draw, isStream, isTensor} from "./stream.js";

/** Rows that a split keeps in memory at most. */
export const rowCap = 20000;

/** Values row-major and their shape, the rows first. */
export interface Flat {
  values: Float32Array | Int32Array | Uint8Array;
  shape: readonly number[];
}

/** Reads a split into memory: at most `cap` rows, drawn with `seed`; throws one clear line for data that are not rows of numbers. */
export async function readSplit(
  data: Data,
  {name, model, seed, cap = rowCap, signal}: {name: string; model?: tf.LayersModel; seed: number; cap?: number; signal?: AbortSignal},
): Promise<Split> {
  const {dataset, given, batchSize} = isStream(data)
    ? await draw(data, {name, cap, seed: derive(seed, "stream", name), signal})
    : {dataset: checked(data, name), given: undefined, batchSize: undefined};
  const names = stableNames(model ? flattenLayers(model) : []);
  const x = await readSide(dataset.x, {name: `${name}.x`, layers: model?.inputNames ?? [], names, features: dataset.names?.features});
  const y = await readSide(dataset.y, {name: `${name}.y`, layers: model?.outputNames ?? [], names});
  const rows = x[0]!.rows;
  for (const side of [...x, ...y]) {
    if (side.rows !== rows)
      throw new RangeError(
        `expected as many rows in ${name}.y as in ${name}.x, got ${y.map((part) => part.rows)} and ${rows}; every input needs its target`,
      );
  }
  if (rows === 0) throw new RangeError(`expected at least one row in ${name}, got none; check the file or the filter that made it`);
  const keep = sample(rows, {size: cap, draw: random(derive(seed, "rows", name))});
  return {
    rows: keep.length,
    given: given ?? rows,
    x: x.map((side) => take(side.block, keep)),
    y: y.map((side) => take(side.block, keep)),
    classes: dataset.names?.classes,
    groups: pick(groupsOf(dataset, {name, rows}), keep),
    batchSize,
  };
}

function groupsOf({groups}: Dataset, {name, rows}: {name: string; rows: number}): Dataset["groups"] {
  if (groups && groups.length !== rows)
    throw new RangeError(`expected ${rows} groups in ${name}, one a row, got ${groups.length}; give the subject of every row`);
  return groups;
}

/** Rows of a block, in the order of `rows`. */
export function take(block: Block, rows: readonly number[]): Block {
  if (rows.length * block.size === block.values.length && rows.every((row, i) => row === i)) return block;
  const values = new (block.values.constructor as Float32ArrayConstructor)(rows.length * block.size);
  rows.forEach((row, i) => values.set(block.values.subarray(row * block.size, (row + 1) * block.size) as Float32Array, i * block.size));
  return {...block, values};
}

/** A split of some rows of another. */
export const subset = (split: Split, rows: readonly number[]): Split => ({
  ...split,
  rows: rows.length,
  x: split.x.map((block) => take(block, rows)),
  y: split.y.map((block) => take(block, rows)),
  groups: pick(split.groups, rows),
});

const pick = (groups: Dataset["groups"], rows: readonly number[]): Dataset["groups"] => groups && rows.map((row) => groups[row]!);

function checked(data: Dataset, name: string): Dataset {
  if (data?.x === undefined || data?.y === undefined)
    throw new TypeError(
      `expected ${name} to be {x, y} or a tf.data stream of {xs, ys}, got ${data === null ? "null" : typeof data === "object" ? `{${Object.keys(data)}}` : typeof data}; give inputs as x and targets as y`,
    );
  return data;
}

async function readSide(
  side: Inputs,
  {
    name,
    layers,
    names: stableOf,
    features,
  }: {name: string; layers: readonly string[]; names: ReadonlyMap<string, string>; features?: readonly string[]},
): Promise<{block: Block; rows: number}[]> {
  const parts = separate(side, {name, layers});
  return Promise.all(
    parts.map(async ([label, part], i) => {
      const {values, shape} = await flatten(part, parts.length > 1 ? `${name}[${label}]` : name);
      const size = shape.slice(1).reduce((product, length) => product * length, 1);
      const names = features?.length === size ? features : Array.from({length: Math.min(size, 4096)}, (_, j) => `x${j + 1}`);
      return {block: {name: stable(layers[i] ?? label, stableOf), shape: shape.slice(1), size, values, names}, rows: shape[0]!};
    }),
  );
}

/** The inputs or targets of a side with their names: in the model's order when there is a model. */
export function separate(side: Inputs, {name, layers}: {name: string; layers: readonly string[]}): [string, TensorLike][] {
  if (typeof side !== "object" || side === null)
    throw new TypeError(`expected ${name} to be a tensor, nested arrays or {values, shape}, got ${String(side)}`);
  if (isTensorLike(side) && !Array.isArray(side)) return [[layers[0] ?? "0", side]];
  if (!Array.isArray(side)) {
    const record = side as Readonly<Record<string, TensorLike>>;
    const named = layers.every((layer) => layer in record);
    if (layers.length > 1 && !named)
      throw new RangeError(
        `expected ${name} with the keys ${layers.join(", ")}, got ${Object.keys(record).join(", ")}; name them as the model's layers`,
      );
    const order = layers.length && named ? layers : Object.keys(record);
    return order.map((key) => [key, record[key]!]);
  }
  const several =
    side.length > 0 &&
    (side.every((part) => isTensorLike(part) && !Array.isArray(part)) || (layers.length > 1 && side.length === layers.length));
  return several ? side.map((part, i) => [layers[i] ?? String(i), part as TensorLike]) : [[layers[0] ?? "0", side as readonly Nested[]]];
}

const isFlat = (value: unknown): value is {values: ArrayLike<number>; shape: readonly number[]} =>
  Array.isArray((value as {shape?: unknown})?.shape) && "values" in (value as object);
const isTensorLike = (value: unknown): value is TensorLike => isTensor(value) || isFlat(value) || Array.isArray(value);

async function flatten(part: TensorLike, name: string): Promise<Flat> {
  if (isTensor(part)) {
    if (part.dtype === "string") throw new TypeError(`expected numbers in ${name}, got a tensor of strings; turn words into ids first`);
    if (part.isDisposed) throw new TypeError(`expected a tensor in ${name}, got one that is disposed; keep it until the diagnosis is done`);
    return ranked({values: (await part.data()) as Float32Array, shape: part.shape}, name);
  }
  return flattenArray(part, name);
}

/** Nested arrays, or values with their shape, row-major. */
export function flattenArray(part: Exclude<TensorLike, tf.Tensor>, name: string): Flat {
  if (isFlat(part)) {
    const size = part.shape.reduce((product, length) => product * length, 1);
    if (part.values.length !== size)
      throw new RangeError(`expected ${size} values in ${name} for shape [${part.shape}], got ${part.values.length}`);
    return ranked({values: part.values instanceof Int32Array ? part.values : Float32Array.from(part.values), shape: part.shape}, name);
  }
  if (!Array.isArray(part)) throw new TypeError(`expected ${name} to be a tensor, nested arrays or {values, shape}, got ${typeof part}`);
  const shape: number[] = [];
  for (let level: unknown = part; Array.isArray(level) || ArrayBuffer.isView(level); level = (level as readonly unknown[])[0])
    shape.push((level as readonly unknown[]).length);
  const values = new Float32Array(shape.reduce((product, length) => product * length, 1));
  fill(part, {values, shape, name, at: {next: 0}, depth: 0});
  return ranked({values, shape}, name);
}

function ranked(flat: Flat, name: string): Flat {
  if (flat.shape.length === 0) throw new RangeError(`expected rows in ${name}, got a single number; the first dimension counts the rows`);
  return flat;
}

function fill(
  level: unknown,
  {values, shape, name, at, depth}: {values: Float32Array; shape: number[]; name: string; at: {next: number}; depth: number},
): void {
  if (depth === shape.length) {
    if (Array.isArray(level) || typeof level === "string" || (typeof level === "object" && level !== null))
      throw new TypeError(
        `expected numbers in ${name}, got ${typeof level === "string" ? `the text ${JSON.stringify(level)}` : "rows of unequal depth"}; turn words into numbers first`,
      );
    values[at.next++] = level === null || level === undefined ? NaN : Number(level);
    return;
  }
  const list = level as readonly unknown[];
  if (list?.length !== shape[depth])
    throw new RangeError(
      `expected ${shape[depth]} values in every row of ${name}, got ${list?.length ?? String(level)} in value ${at.next}; rows must have equal lengths`,
    );
  for (let i = 0; i < list.length; i++) fill(list[i], {values, shape, name, at, depth: depth + 1});
}
