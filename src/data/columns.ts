import type {Block} from "../check.js";
import {quantileSorted} from "../math/stats.js";

/** One component of an input or target over the rows; for rows of rank two or more one channel, over all positions. */
export interface Column {
  /** Name of the component. */
  name: string;
  /** Values looked at, in ascending order, without NaN. */
  sorted: Float64Array;
  /** Share of the values that are NaN. */
  missing: number;
  min: number;
  median: number;
  max: number;
  mean: number;
  /** Standard deviation. */
  deviation: number;
  /** Root of the mean square: how large the values are as the network sees them. */
  size: number;
  /** True for at most two different values. */
  binary: boolean;
}

/** Values that are sorted for a table of columns at most, so that a static check stays fast. */
const sortedValues = 300_000;

/** Sums up each component of a block, once for all checks; a large block by evenly spaced rows. */
export function columns(block: Block): readonly Column[] {
  const known = made.get(block) ?? measure(block);
  made.set(block, known);
  return known;
}

const made = new WeakMap<Block, readonly Column[]>();

function measure(block: Block): readonly Column[] {
  const channels = channelsOf(block);
  const positions = block.size / channels;
  const rows = block.values.length / block.size;
  const step = Math.max(1, Math.ceil((rows * block.size) / sortedValues));
  return Array.from({length: channels}, (_, channel) => {
    const values = new Float64Array(Math.ceil(rows / step) * positions);
    let count = 0;
    for (let row = 0; row < rows; row += step)
      for (let p = 0; p < positions; p++) values[count++] = block.values[row * block.size + p * channels + channel]!;
    return summarise(values, nameOf(block, {channel, channels}));
  });
}

/** Components of a row: the last dimension of sequences and images, else every value. */
export const channelsOf = ({shape, size}: Block): number => (shape.length > 1 ? shape.at(-1)! : size);

/** How wide the middle nine tenths of a component are. */
export const spread = ({sorted}: Pick<Column, "sorted">): number => quantileSorted(sorted, 0.95) - quantileSorted(sorted, 0.05);

function nameOf(block: Block, {channel, channels}: {channel: number; channels: number}): string {
  if (channels === block.size) return block.names[channel] ?? `x${channel + 1}`;
  return channels === 1 ? block.name : `channel ${channel + 1}`;
}

function summarise(values: Float64Array, name: string): Column {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const n = sorted.length;
  let sum = 0;
  for (const value of sorted) sum += value;
  const mean = sum / n;
  let squares = 0;
  for (const value of sorted) squares += (value - mean) ** 2;
  const deviation = Math.sqrt(squares / n);
  const [min, max] = [sorted[0] ?? NaN, sorted[n - 1] ?? NaN];
  const inside = sorted.findIndex((value) => value !== min);
  const binary = inside < 0 || sorted[inside] === max;
  return {
    name,
    sorted,
    missing: 1 - n / values.length,
    min,
    median: quantileSorted(sorted, 0.5),
    max,
    mean,
    deviation,
    size: Math.hypot(mean, deviation),
    binary,
  };
}
