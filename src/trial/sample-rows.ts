import type {Block, Split} from "../check.js";
import {subset} from "./split.js";

/** A few rows of a split whose targets differ as far as there are such, the first ones of each kind; the rest are the first rows. */
export function differentRows(split: Split, {count}: {count: number}): Split {
  const kinds = new Map<string, number>();
  const seen = Math.min(split.rows, searched);
  for (let row = 0; row < seen && kinds.size < count; row++) {
    const key = split.y.map((block) => rowOf(block, row).join()).join(";");
    if (!kinds.has(key)) kinds.set(key, row);
  }
  const chosen = new Set(kinds.values());
  for (let row = 0; row < split.rows && chosen.size < count; row++) chosen.add(row);
  return subset(split, [...chosen]);
}

/** Rows that are searched for different targets at most. */
const searched = 2000;

const rowOf = ({values, size}: Block, row: number): ArrayLike<number> & {join(): string} => values.subarray(row * size, (row + 1) * size);

/** Blocks with their rows in another order, some more than once. */
export const reorder = (blocks: readonly Block[], rows: readonly number[]): Block[] =>
  blocks.map((block) => ({...block, values: pick(block.values, {size: block.size, rows})}));

/** Rows of a row-major array in another order, some more than once. */
export function pick<T extends Block["values"] | Float64Array>(values: T, {size, rows}: {size: number; rows: readonly number[]}): T {
  const picked = new (values.constructor as Float32ArrayConstructor)(rows.length * size);
  rows.forEach((row, i) => picked.set(values.subarray(row * size, (row + 1) * size) as Float32Array, i * size));
  return picked as T;
}

/** The whole numbers below `count`. */
export const upTo = (count: number): number[] => Array.from({length: count}, (_, i) => i);

/** At most `most` of the whole numbers below `rows`, evenly spread. */
export const thinned = (rows: number, most: number): number[] => {
  const step = Math.max(1, rows / most);
  return Array.from({length: Math.min(rows, most)}, (_, i) => Math.floor(i * step));
};
