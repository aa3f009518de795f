import type * as tf from "@tensorflow/tfjs";
import {random, sample} from "../math/random.js";
import type {Part, Rows} from "./chart.js";

/** Rows that are handed over at most: what ddx keeps of a split. */
const mostRows = 20000;
/** Numbers that are handed over at most: 64 MB. */
const mostValues = 2 ** 24;

type Given = tf.Tensor | readonly tf.Tensor[] | Readonly<Record<string, tf.Tensor>>;

/** Copies what a fit is given to learn from; undefined for what tfjs will refuse: lists, or no tensors at all. */
export function copyRows(sides: {x: unknown; y: unknown}, {model}: {model: tf.LayersModel}): Rows | undefined {
  const x = inOrder(sides.x as Given, model.inputNames);
  const y = inOrder(sides.y as Given, model.outputNames);
  if (![...x, ...y].every(isUsable) || x.length === 0) return undefined;
  const given = x[0]!.shape[0]!;
  const perRow = [...x, ...y].reduce((sum, {size, shape}) => sum + size / Math.max(1, shape[0]!), 0);
  const size = Math.min(mostRows, Math.max(1, Math.floor(mostValues / Math.max(1, perRow))));
  const keep = given > size ? sample(given, {size, draw: random(1)}) : undefined;
  const copy = (tensor: tf.Tensor) => take(tensor, keep);
  return {x: x.map(copy), y: y.map(copy), given};
}

/** Tensors in the model's order; tfjs takes one, a list, or one by each name. */
function inOrder(side: Given, names: readonly string[]): tf.Tensor[] {
  if (isTensor(side)) return [side];
  if (Array.isArray(side)) return [...(side as tf.Tensor[])];
  return typeof side === "object" && side !== null ? names.map((name) => (side as Record<string, tf.Tensor>)[name]!) : [];
}

const isTensor = (value: unknown): value is tf.Tensor => typeof (value as tf.Tensor)?.dataSync === "function";
const isUsable = (value: unknown): boolean => isTensor(value) && value.dtype !== "string" && value.rank > 0 && !value.isDisposed;

// One copy for each tensor, whatever number of fits it serves.
const copies = new WeakMap<tf.Tensor, Part>();

function take(tensor: tf.Tensor, keep: readonly number[] | undefined): Part {
  const known = copies.get(tensor);
  if (known?.shape[0] === (keep?.length ?? tensor.shape[0])) return known!;
  const made = cut({values: tensor.dataSync() as Part["values"], shape: tensor.shape}, keep);
  copies.set(tensor, made);
  return made;
}

function cut({values, shape}: Part, keep: readonly number[] | undefined): Part {
  if (!keep) return {values: values.slice(), shape};
  const size = values.length / shape[0]!;
  const kept = new (values.constructor as Float32ArrayConstructor)(keep.length * size);
  keep.forEach((row, i) => kept.set(values.subarray(row * size, (row + 1) * size) as Float32Array, i * size));
  return {values: kept, shape: [keep.length, ...shape.slice(1)]};
}

/** Rows that come batch by batch. */
export interface Pile {
  /** Takes a batch; once it is closed, nothing. */
  add(batch: {x: readonly tf.Tensor[]; y: readonly tf.Tensor[]}): void;
  /** No more rows: the next ones are the same again. */
  close(): void;
  /** Rows so far. */
  rows(): number;
  /** All of them. */
  read(): Rows | undefined;
}

/**
 * Opens a pile. With `distinct`, a row that came before is left out: a loop of batches does not say where its epochs end, so that a row that comes twice
 * says nothing.
 */
export function openPile({distinct}: {distinct: boolean}): Pile {
  const seen = new Set<string>();
  const kept: {x: Part["values"][][]; y: Part["values"][][]} = {x: [], y: []};
  let shapes: {x: number[][]; y: number[][]} | undefined;
  let [rows, numbers, open] = [0, 0, true];
  const add: Pile["add"] = ({x, y}) => {
    if (!open || ![...x, ...y].every(isUsable)) return;
    shapes ??= {x: x.map(({shape}) => shape.slice(1)), y: y.map(({shape}) => shape.slice(1))};
    const read = (list: readonly tf.Tensor[]) =>
      list.map((tensor) => ({values: tensor.dataSync() as Part["values"], size: tensor.size / tensor.shape[0]!}));
    const sides = {x: read(x), y: read(y)};
    for (let row = 0; row < x[0]!.shape[0]! && open; row++) {
      const cells = (side: "x" | "y") => sides[side].map(({values, size}) => values.slice(row * size, (row + 1) * size));
      const [xs, ys] = [cells("x"), cells("y")];
      if (distinct && !isNew([...xs, ...ys], seen)) continue;
      xs.forEach((values, i) => (kept.x[i] ??= []).push(values));
      ys.forEach((values, i) => (kept.y[i] ??= []).push(values));
      rows += 1;
      numbers += [...xs, ...ys].reduce((sum, {length}) => sum + length, 0);
      open = rows < mostRows && numbers < mostValues;
    }
  };
  const join = (side: "x" | "y"): Part[] => kept[side].map((list, i) => joined(list, shapes![side][i]!));
  return {
    add,
    close: () => void (open = false),
    rows: () => rows,
    read: () => (shapes && rows > 0 ? {x: join("x"), y: join("y"), given: rows} : undefined),
  };
}

function isNew(parts: readonly Part["values"][], seen: Set<string>): boolean {
  const key = parts.map((values) => Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString("latin1")).join("|");
  const size = seen.size;
  seen.add(key.length > 64 ? `${key.length}:${digest(key)}` : key);
  return seen.size > size;
}

/** Two independent hashes of 32 bits: FNV-1a and a polynomial one. */
function digest(text: string): string {
  let [a, b] = [0x811c9dc5, 7];
  for (let i = 0; i < text.length; i++) {
    const letter = text.charCodeAt(i);
    a = Math.imul(a ^ letter, 0x01000193);
    b = (Math.imul(b, 31) + letter) | 0;
  }
  return `${a}.${b}`;
}

function joined(list: readonly Part["values"][], shape: readonly number[]): Part {
  const [first] = list;
  const values = new (first!.constructor as Float32ArrayConstructor)(list.reduce((sum, {length}) => sum + length, 0));
  list.forEach((row, i) => values.set(row as Float32Array, i * row.length));
  return {values, shape: [list.length, ...shape]};
}
