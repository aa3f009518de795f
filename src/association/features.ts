import type {Block, Network, Split} from "../check.js";
import {permutation, random} from "../math/random.js";
import {counts, quantileSorted} from "../math/stats.js";
import type {Matrix} from "../math/smoother.js";
import {looksUp} from "../trial/entry.js";

/** How inputs are told in a few numbers a row: made from training rows, usable on any part. */
export interface Recipe {
  /** Numbers in a row. */
  columns: number;
  /** True when nothing of the inputs is lost but size: flat inputs of at most {@link widest} numbers. */
  complete: boolean;
  /** The numbers of some rows of a split, scaled as the training rows, row-major. */
  rowsOf: (split: Split, rows: readonly number[]) => Matrix;
}

/** A few numbers of a row of one block. */
interface Summary {
  columns: number;
  complete: boolean;
  tell: (values: Block["values"], from: number, into: Float64Array, at: number) => void;
}

/** Numbers that an input is told in at most. */
export const widest = 64;

/** Rows that scales and ids are read from at most. */
const surveyed = 1000;

/** Robust scores beyond this are cut: one wild value must not decide a distance. */
const cut = 4;

/** Tells each row in at most {@link widest} numbers an input: flat rows as they are or projected, pictures pooled, series in pieces, ids counted; each scaled by its median and quartiles. */
export function recipeOf(split: Split, {network}: {network?: Network} = {}): Recipe {
  const summaries = split.x.map((block, i) => summaryOf(block, {ids: looksUp(network, network?.inputs[i]?.name ?? block.name)}));
  const columns = summaries.reduce((sum, one) => sum + one.columns, 0);
  const raw = (part: Split, rows: readonly number[]): Float64Array => {
    const values = new Float64Array(rows.length * columns);
    rows.forEach((row, i) => {
      let at = i * columns;
      summaries.forEach((one, b) => {
        one.tell(part.x[b]!.values, row * part.x[b]!.size, values, at);
        at += one.columns;
      });
    });
    return values;
  };
  const step = Math.max(1, Math.ceil(split.rows / surveyed));
  const some = Array.from({length: Math.ceil(split.rows / step)}, (_, i) => i * step);
  const scales = scalesOf({values: raw(split, some), columns});
  return {
    columns,
    complete: summaries.every(({complete}) => complete),
    rowsOf: (part, rows) => ({columns, values: scaled(raw(part, rows), scales)}),
  };
}

function summaryOf(block: Block, {ids}: {ids: boolean}): Summary {
  if (ids) return idSummary(block);
  if (block.shape.length === 3) return pictureSummary(block);
  if (block.size <= widest) return {columns: block.size, complete: true, tell: copy(block.size)};
  return block.shape.length === 2 ? pieceSummary(block) : projection(block);
}

const copy =
  (size: number): Summary["tell"] =>
  (values, from, into, at) => {
    for (let j = 0; j < size; j++) into[at + j] = values[from + j]!;
  };

/** Sums of components drawn apart with random signs, so that each component is in one sum: distances are kept on average (Achlioptas 2003). */
function projection({size}: Block): Summary {
  const draw = random(size);
  const order = permutation(size, draw);
  const signs = order.map(() => (draw() < 0.5 ? -1 : 1));
  return {
    columns: widest,
    complete: false,
    tell: (values, from, into, at) =>
      order.forEach((j, i) => (into[at + (i % widest)]! += signs[i]! * (Number.isFinite(values[from + j]!) ? values[from + j]! : 0))),
  };
}

/** A picture's brightness in 7 × 7 fields and the mean of each channel. */
function pictureSummary({shape}: Block): Summary {
  const [height, width, channels] = shape as [number, number, number];
  const [high, wide] = [Math.min(7, height), Math.min(7, width)];
  const colours = channels > 1 ? Math.min(channels, 12) : 0;
  return {
    columns: high * wide + colours,
    complete: false,
    tell: (values, from, into, at) => {
      for (let r = 0; r < height; r++)
        for (let c = 0; c < width; c++) {
          const field = at + Math.floor((r * high) / height) * wide + Math.floor((c * wide) / width);
          for (let k = 0; k < channels; k++) {
            const value = values[from + (r * width + c) * channels + k]!;
            into[field]! += value;
            if (k < colours) into[at + high * wide + k]! += value;
          }
        }
    },
  };
}

/** A long series: each channel's mean over pieces of the time, and its last values. */
function pieceSummary({shape}: Block): Summary {
  const [steps, channels] = shape as [number, number];
  const kept = Math.min(channels, 16);
  const pieces = Math.max(2, Math.floor(widest / kept) - 2);
  return {
    columns: kept * (pieces + 2),
    complete: false,
    tell: (values, from, into, at) => {
      for (let k = 0; k < kept; k++) {
        for (let t = 0; t < steps; t++) into[at + k * (pieces + 2) + Math.floor((t * pieces) / steps)]! += values[from + t * channels + k]!;
        for (const back of [0, 1]) into[at + k * (pieces + 2) + pieces + back] = values[from + (steps - 1 - back) * channels + k]!;
      }
    },
  };
}

/** Ids: how often each of the commonest occurs, in each place of a short row. */
function idSummary({values, size}: Block): Summary {
  const places = size <= 4 ? size : 1;
  const each = Math.floor(widest / places);
  const known = Array.from({length: places}, (_, place) => {
    const seen = counts(Array.from(values.subarray(0, size * surveyed)).filter((_, i) => places === 1 || i % size === place));
    const common = [...seen].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, each);
    return new Map(common.map(([id], column) => [id, column] as const));
  });
  return {
    columns: places * each,
    complete: false,
    tell: (all, from, into, at) => {
      for (let j = 0; j < size; j++) {
        const place = places === 1 ? 0 : j;
        const column = known[place]!.get(all[from + j]!);
        if (column !== undefined) into[at + place * each + column]! += 1;
      }
    },
  };
}

interface Scale {
  centre: number;
  width: number;
}

/** Median and quartiles of each column; where these are equal, mean and deviation. */
function scalesOf({values, columns}: Matrix): Scale[] {
  return Array.from({length: columns}, (_, j) => {
    const column = Float64Array.from({length: values.length / columns}, (_, i) => values[i * columns + j]!)
      .filter(Number.isFinite)
      .sort();
    const [low, centre, high] = [0.25, 0.5, 0.75].map((q) => quantileSorted(column, q)) as [number, number, number];
    if (high > low) return {centre, width: (high - low) / 1.349};
    const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
    const width = Math.sqrt(column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / column.length);
    return {centre: mean || 0, width: width || 1};
  });
}

function scaled(values: Float64Array, scales: readonly Scale[]): Float64Array {
  for (let from = 0; from < values.length; from += scales.length)
    for (let j = 0; j < scales.length; j++) {
      const score = (values[from + j]! - scales[j]!.centre) / scales[j]!.width;
      values[from + j] = Number.isFinite(score) ? Math.max(-cut, Math.min(cut, score)) : 0;
    }
  return values;
}
