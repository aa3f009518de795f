import {mean} from "./stats.js";
import {permutation, random} from "./random.js";

/** Ranks from 1 of some values; equal values share the mean of theirs. */
export function ranks(values: ArrayLike<number>): Float64Array {
  const order = Array.from({length: values.length}, (_, i) => i).sort((a, b) => values[a]! - values[b]!);
  const found = new Float64Array(values.length);
  for (let from = 0; from < order.length;) {
    let to = from;
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++;
    for (let i = from; i < to; i++) found[order[i]!] = (from + to + 1) / 2;
    from = to;
  }
  return found;
}

/** The places of finite numbers of float32 precision (at most 2²¹ of them) in ascending order, equal ones as they stand: sorts numbers that hold value and place, without comparing by a function. */
export function ascending(values: Float32Array): Int32Array {
  const step = 2 ** Math.ceil(Math.log2(Math.max(2, values.length)));
  const plus = new Float32Array(values.length);
  // Adding 0 makes -0 the 0 that it equals.
  for (let i = 0; i < values.length; i++) plus[i] = values[i]! + 0;
  const bits = new Uint32Array(plus.buffer);
  const keys = new Float64Array(values.length);
  // The bits of floats are in the order of their values but for the sign.
  for (let i = 0; i < bits.length; i++) keys[i] = ((bits[i]! & signBit ? ~bits[i]! : bits[i]! | signBit) >>> 0) * step + i;
  keys.sort();
  const order = new Int32Array(values.length);
  for (let i = 0; i < order.length; i++) order[i] = keys[i]! % step;
  return order;
}

const signBit = 0x80000000;

/** Pearson's correlation; 0 where one does not vary. */
export function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    ab += (a[i]! - ma) * (b[i]! - mb);
    aa += (a[i]! - ma) ** 2;
    bb += (b[i]! - mb) ** 2;
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
}

/** Spearman's correlation of ranks. */
export const spearman = (a: ArrayLike<number>, b: ArrayLike<number>): number => correlation(ranks(a), ranks(b));

/** Orders of blocks that are tried. */
const orders = 1999;

/**
 * Share of orders of `b`'s blocks, b's own among them, in which its rank correlation with `a` is at least as large: neighbours stay together, so that it holds its level
 * for series whose noise depends on its past, where a permutation of single values would not.
 */
export function blockPermutationP(a: ArrayLike<number>, {b, block, seed}: {b: ArrayLike<number>; block: number; seed: number}): number {
  const draw = random(seed);
  const [ra, rb] = [ranks(a), ranks(b)];
  const own = correlation(ra, rb);
  const blocks = Math.ceil(rb.length / block);
  let beyond = 0;
  for (let i = 0; i < orders; i++) {
    const mixed = permutation(blocks, draw).flatMap((at) => Array.from(rb.subarray(at * block, (at + 1) * block)));
    if (correlation(ra, mixed) >= own - 1e-12) beyond++;
  }
  return (1 + beyond) / (1 + orders);
}
