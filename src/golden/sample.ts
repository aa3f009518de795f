import type {Split} from "../check.js";
import {permutation, random} from "../math/random.js";
import {quantile} from "../math/stats.js";

/** Rows that a pair is drawn from at most. */
const candidates = 1000;

/**
 * A few rows to learn by heart: the first two have the most different targets and clearly different inputs, all have different inputs.
 * Nothing when the targets do not differ or fewer than two rows are finite.
 */
export function memorable(split: Split, {size, seed}: {size: number; seed: number}): number[] | undefined {
  const order = permutation(split.rows, random(seed)).slice(0, candidates);
  const finite = order.filter((row) =>
    [...split.x, ...split.y].every(({values, size: width}) => values.subarray(row * width, (row + 1) * width).every(Number.isFinite)),
  );
  const targets = (a: number, b: number) => distance(split.y, {a, b});
  const first = finite[0];
  if (first === undefined) return undefined;
  const far = farthest(finite, (row) => targets(first, row));
  const most = Math.max(...finite.map((row) => targets(far, row)));
  const opposite = finite.filter((row) => targets(far, row) >= 0.999 * most && distance(split.x, {a: far, b: row}) > 0);
  if (most === 0 || opposite.length === 0) return undefined;
  const reach = opposite.map((row) => distance(split.x, {a: far, b: row}));
  // Three quarters of the way out: neither twins that differ by a hair nor an outlier.
  const wanted = quantile(reach, 0.75);
  const other = opposite[reach.findIndex((value) => value >= wanted)]!;
  const chosen = [far, other];
  for (const row of finite) if (chosen.length < size && chosen.every((one) => distance(split.x, {a: one, b: row}) > 0)) chosen.push(row);
  return chosen;
}

const farthest = (rows: readonly number[], measure: (row: number) => number): number =>
  rows.reduce((best, row) => (measure(row) > measure(best) ? row : best), rows[0]!);

/** Euclidean distance between two rows over all their blocks. */
function distance(blocks: Split["x"], {a, b}: {a: number; b: number}): number {
  let sum = 0;
  for (const {values, size} of blocks) for (let j = 0; j < size; j++) sum += (values[a * size + j]! - values[b * size + j]!) ** 2;
  return Math.sqrt(sum);
}
