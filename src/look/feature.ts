import type {Block} from "../check.js";
import {channelsOf, columns, type Column} from "../data/columns.js";
import {num, type Num} from "../finding.js";

/** One component of an input or target over all rows; of images and sequences one channel over all positions. */
export interface Feature {
  /** Name of the component. */
  name: string;
  /** Smallest finite value; `"NaN"` without one, as in all that follows. */
  min: Num;
  /** Largest finite value. */
  max: Num;
  /** Mean of the finite values. */
  mean: Num;
  /** Standard deviation of the finite values (divides by n). */
  sd: Num;
  /** The 5th, 25th, 50th, 75th and 95th percentile (of evenly spaced rows when there are more than 300 000 values). */
  quantiles: readonly Num[];
  /** Values that are NaN. */
  missing: number;
  /** Values that are infinite. */
  infinite: number;
  /** Different values, counted up to 10 000. */
  distinct: number;
}

/** Different values of a component that are counted at most. */
const countedAtMost = 10_000;

/** Components of a block that are described at most: the hashes tell when another one changes. */
export const describedAtMost = 1000;

/** Describes each component of a block, the first thousand of them; numbers are cut to six significant digits. */
export function featuresOf(block: Block): Feature[] {
  const channels = channelsOf(block);
  return columns(block)
    .slice(0, describedAtMost)
    .map((column, channel) => feature(column, {block, channel, channels}));
}

interface Place {
  block: Block;
  channel: number;
  channels: number;
}

function feature({name, sorted}: Column, place: Place): Feature {
  const finite = sorted.filter(Number.isFinite);
  return {name, ...figuresOf(place), quantiles: [0.05, 0.25, 0.5, 0.75, 0.95].map((q) => cut(at(finite, q)))};
}

function figuresOf({block: {values}, channel, channels}: Place): Omit<Feature, "name" | "quantiles"> {
  const different = new Set<number>();
  let [min, max, sum, count, missing, infinite] = [Infinity, -Infinity, 0, 0, 0, 0];
  for (let i = channel; i < values.length; i += channels) {
    const value = values[i]!;
    if (different.size < countedAtMost) different.add(value);
    if (Number.isNaN(value)) missing++;
    else if (!Number.isFinite(value)) infinite++;
    else {
      count++;
      sum += value;
      if (value < min) min = value;
      if (value > max) max = value;
    }
  }
  const mean = sum / count;
  let squares = 0;
  for (let i = channel; i < values.length; i += channels) if (Number.isFinite(values[i])) squares += (values[i]! - mean) ** 2;
  const [least, most] = count > 0 ? [min, max] : [NaN, NaN];
  return {
    min: cut(least),
    max: cut(most),
    mean: cut(mean),
    sd: cut(Math.sqrt(squares / count)),
    missing,
    infinite,
    distinct: different.size,
  };
}

/** The value at a share of a sorted list: one that occurs, so that no machine rounds it otherwise. */
const at = (sorted: Float64Array, q: number): number => sorted[Math.round(q * (sorted.length - 1))] ?? NaN;

/** A number to six significant digits: float32 holds seven. */
export const cut = (value: number): Num => num(Number.isFinite(value) ? Number(value.toPrecision(6)) + 0 : value);
