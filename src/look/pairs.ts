import * as tf from "@tensorflow/tfjs";
import type {Data, Dataset, Inputs} from "../case.js";
import type {Block, Split} from "../check.js";
import {counted, digits} from "../math/digits.js";
import {batch} from "../trial/batch.js";
import {readSplit} from "../trial/split.js";
import {isStream, readCap} from "../trial/stream.js";
import {assertionError} from "./assertion.js";
import {keysOf} from "./hashes.js";
import {twins, type Both, type Unmatched} from "./near.js";

/** Pairs of inputs and targets: a dataset, a stream of batches, a batch, or both sides in a list. */
export type Pairs = Data | {xs: Inputs; ys: Inputs} | readonly [x: Inputs, y: Inputs];

/** What a pipeline does to the inputs. */
export interface Alteration {
  /**
   * Makes the inputs after of the inputs before: gets each input as a tensor `[rows, …]` and gives a tensor, or a list for several.
   * Inputs are then compared to a hundred-thousandth of their largest value, as a batch may be rounded otherwise than the whole.
   */
  transform?: (...inputs: tf.Tensor[]) => tf.Tensor | readonly tf.Tensor[];
}

/**
 * Asserts that a shuffle, a split that was joined again, or a pipeline keeps every pair of input and target, in whatever order: nothing is lost, doubled or paired
 * otherwise. Throws an assertion error that says how many pairs broke and shows the first; reads streams of up to 200 000 rows.
 */
export async function assertPairsKept(before: Pairs, after: Pairs, {transform}: Alteration = {}): Promise<void> {
  const [from, to] = [await readPairs(before, "before"), await readPairs(after, "after")];
  const wanted = transform ? await altered(from, transform) : from;
  expectAlike(wanted, to);
  const both = {from: wanted, to, rounded: transform !== undefined};
  const left = transform ? without(unmatched(wanted, to), both) : unmatched(wanted, to);
  if (left.lost.length + left.fresh.length > 0) throw assertionError(describe(left, both));
}

/** What is left when twins but for rounding are taken out. */
function without(left: Unmatched, both: Both): Unmatched {
  const found = twins(left, {...both, targets: true});
  const used = new Set(found.values());
  return {lost: left.lost.filter((row) => !used.has(row)), fresh: left.fresh.filter((row) => !found.has(row))};
}

async function readPairs(pairs: Pairs, name: string): Promise<Split> {
  const {xs, ys} = (pairs ?? {}) as {xs?: Inputs; ys?: Inputs};
  const data = Array.isArray(pairs) ? {x: pairs[0], y: pairs[1]} : xs !== undefined && ys !== undefined ? {x: xs, y: ys} : pairs;
  const split = await readSplit(data as Dataset, {name, seed: 1, cap: Infinity});
  if (isStream(pairs as Data) && split.given >= readCap)
    throw new RangeError(
      `expected the stream ${name} to have less than ${readCap} rows, got more; compare a part of it: ${name}.take(100)`,
    );
  return split;
}

async function altered(split: Split, transform: NonNullable<Alteration["transform"]>): Promise<Split> {
  const data = batch(split, {rows: Array.from({length: split.rows}, (_, i) => i)});
  // A row of no dimension is made [rows, 1] for networks: a function of the user's gets what was given.
  const xs = split.x.map(({shape}, i) => (shape.length ? data.xs[i]! : data.xs[i]!.flatten()));
  const made = tf.tidy(() => [transform(...xs)].flat().map((tensor) => tf.keep(tensor.clone())));
  try {
    const x = await Promise.all(
      made.map(async (tensor, i) => toBlock(tensor, {values: await tensor.data(), like: split.x[i], rows: split.rows})),
    );
    return {...split, x};
  } finally {
    tf.dispose([made, xs]);
    data.dispose();
  }
}

function toBlock(tensor: tf.Tensor, {values, like, rows}: {values: unknown; like?: Block; rows: number}): Block {
  if (tensor.shape[0] !== rows)
    throw new RangeError(`expected transform to keep the ${rows} rows, got the shape [${tensor.shape}]; it gets all rows at once`);
  const shape = tensor.shape.slice(1);
  return {name: like?.name ?? "x", shape, size: shape.reduce((a, b) => a * b, 1), values: values as Float32Array, names: like?.names ?? []};
}

function expectAlike(from: Split, to: Split): void {
  for (const side of ["x", "y"] as const) {
    const [a, b] = [from, to].map((split) =>
      split[side].map(({shape}) => `[n${shape.map((length) => `, ${length}`).join("")}]`).join(" and "),
    );
    if (a !== b)
      throw assertionError(
        `expected ${side} of shape ${a} after as before, got ${b}${side === "x" ? "; give transform when the inputs are changed" : ""}`,
      );
  }
}

/** Rows whose values do not occur on the other side, each as often as it is too many. */
function unmatched(from: Split, to: Split): Unmatched {
  const waiting = new Map<string, number[]>();
  const keys = keysOf(from).pair;
  for (let row = from.rows - 1; row >= 0; row--) {
    const list = waiting.get(keys[row]!);
    if (list) list.push(row);
    else waiting.set(keys[row]!, [row]);
  }
  const fresh = keysOf(to).pair.flatMap((key, row) => (waiting.get(key)?.pop() === undefined ? [row] : []));
  return {lost: [...waiting.values()].flat().sort((a, b) => a - b), fresh};
}

function describe(left: Unmatched, both: Both): string {
  const {lost, fresh} = left;
  const {from, to} = both;
  const rows = from.rows === to.rows ? "" : ` (${counted(from.rows, "row")} before, ${to.rows} after)`;
  const torn = twins(left, {...both, targets: false});
  const [extra, missing] = [fresh.length - torn.size, lost.length - torn.size];
  const parts = [
    torn.size > 0 && `${counted(torn.size, "input")} with another target`,
    extra > 0 && `${counted(extra, "pair")} not there before, or not so often`,
    missing > 0 && `${counted(missing, "pair")} missing after`,
  ].filter(Boolean);
  const broke = counted(Math.max(lost.length, fresh.length), "pair");
  return `expected every pair of input and target to be kept, but ${broke} of ${from.rows} broke${rows}: ${parts.join(", ")}; first: ${first(left, {...both, torn})}`;
}

function first({lost, fresh}: Unmatched, {from, to, torn}: Both & {torn: ReadonlyMap<number, number>}): string {
  for (const [row, twin] of torn)
    return `row ${row} after is ${show(to, row)}; before, as row ${twin}, its target was ${values(from.y, twin)}`;
  return fresh.length > 0 ? `row ${fresh[0]} after, ${show(to, fresh[0]!)}` : `row ${lost[0]} before, ${show(from, lost[0]!)}`;
}

const show = ({x, y}: Split, row: number): string => `x ${values(x, row)} with y ${values(y, row)}`;

/** The first values of a row. */
function values(blocks: readonly Block[], row: number): string {
  const lists = blocks.map(({values, size}) => {
    const list = Array.from(values.subarray(row * size, row * size + Math.min(size, 6)), digits);
    return `[${list.join(", ")}${size > 6 ? `, … ${size} values` : ""}]`;
  });
  return lists.join(" and ");
}
