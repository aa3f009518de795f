import type {Block, Split} from "../check.js";
import {counts} from "../math/stats.js";

/** Two hashes of a row's values in one string: rows that differ have different keys but for one pair in 2⁶⁴; 0 and -0 are one value, all NaN are one. */
export function rowKeys(split: Split): readonly string[] {
  const known = made.get(split) ?? hash(split);
  made.set(split, known);
  return known;
}

/** Keys are made once for all checks. */
const made = new WeakMap<Split, readonly string[]>();

function hash({x, rows}: Split): string[] {
  const bits = x.map(({values}) => new Int32Array(plain(values).buffer));
  return Array.from({length: rows}, (_, row) => {
    let a = 0x811c9dc5;
    let b = 0x9747b28c;
    x.forEach(({size}, i) => {
      for (let j = row * size; j < (row + 1) * size; j++) {
        a = Math.imul(a ^ bits[i]![j]!, 0x01000193);
        a ^= a >>> 15;
        b = Math.imul(b ^ bits[i]![j]!, 0x5bd1e995);
        b ^= b >>> 13;
      }
    });
    return `${a >>> 0}:${b >>> 0}`;
  });
}

function plain(values: ArrayLike<number>): Float32Array {
  const copy = new Float32Array(values);
  for (let i = 0; i < copy.length; i++) copy[i] = Number.isNaN(copy[i]!) ? NaN : copy[i]! + 0;
  return copy;
}

/**
 * Chance that two different rows of a split agree in all components, were the components independent; the square root of it is taken,
 * since components that go together agree more often. Near 1 for a few binary components, near 0 where one is continuous.
 */
export function coincidence({x, rows}: Split, keys: readonly string[]): number {
  const first = new Map(keys.map((key, row) => [key, row] as const));
  const different = [...first.values()].slice(0, compared);
  if (rows < 2 || different.length < fewKinds) return 1;
  let log = 0;
  for (const block of x)
    for (let j = 0; j < block.size && log > -200; j++) log += Math.log(agreement(block, {rows: different, component: j}));
  return Math.exp(log / 2);
}

/** Different rows below which a table is a list of kinds, such as the four rows of XOR. */
const fewKinds = 20;

/** Rows that are compared at most to learn how often a component agrees by chance. */
const compared = 1000;

/** Chance that two of these rows agree in a component, at least one pair in all. */
function agreement({values, size}: Block, {rows, component}: {rows: readonly number[]; component: number}): number {
  const tally = counts(rows.map((row) => values[row * size + component]!));
  const n = rows.length;
  const pairs = [...tally.values()].reduce((sum, count) => sum + count * (count - 1), 0);
  return Math.max(pairs, 1) / (n * (n - 1));
}
