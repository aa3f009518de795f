import {predictRows, smoother, type Matrix} from "../math/smoother.js";

/** Scaled rows of both parts. */
export interface Sides {
  train: Matrix;
  held: Matrix;
}

/** A column, or a product of two, and how surely its mean differs between the parts. */
export interface Clue {
  columns: readonly number[];
  /** Welch's t: positive where the mean is larger in the held-out part. */
  t: number;
}

/** A rule that scores a row the higher, the more it looks like a held-out one. */
export type Rule = (rows: Matrix) => Float64Array;

/** Columns of which the products are looked at, products that a rule takes up beside squares, and the ridge penalty a row. */
const limits = {paired: 40, taken: 8, penalty: 0.03};

/** Learns to tell the parts apart by the columns and by the products of two that differ most: places by the first, widths and correlations by the second. */
export function domainRule(sides: Sides): Rule {
  const pairs = productsOf(sides);
  const [a, b] = [widened(sides.train, pairs), widened(sides.held, pairs)];
  const both = joined(a, b);
  const [rows, known] = [both.values.length / a.columns, a.values.length / a.columns];
  const targets = Float64Array.from({length: rows}, (_, i) => Number(i >= known) - (rows - known) / rows);
  const made = smoother(both, {penalty: limits.penalty});
  return (others) => predictRows(made, {others: widened(others, pairs).values, targets: {values: targets, columns: 1}});
}

/** The products that differ most surely, and the squares of their columns: where two columns go together less, their squares are what the product is measured by. */
function productsOf(sides: Sides): Pair[] {
  const taken = clues(sides)
    .filter(({columns}) => columns.length === 2)
    .slice(0, limits.taken)
    .map(({columns}) => columns as Pair);
  const squares = [...new Set(taken.flat())].map((column): Pair => [column, column]);
  return [...taken.filter(([a, b]) => a !== b), ...squares];
}

type Pair = readonly [number, number];

/** Columns and products of two, the one first whose mean differs most surely. */
export function clues({train, held}: Sides): Clue[] {
  const [a, b] = [momentsOf(train), momentsOf(held)];
  return candidates(train.columns)
    .map((columns, i): Clue => {
      const error = Math.sqrt(a.errors[i]! + b.errors[i]!);
      return {columns, t: error > 0 ? (b.means[i]! - a.means[i]!) / error : 0};
    })
    .sort((one, other) => Math.abs(other.t) - Math.abs(one.t));
}

/** The columns, and the pairs of those of which products are looked at: all, or evenly spaced ones. */
function candidates(columns: number): number[][] {
  const alone = Array.from({length: columns}, (_, j) => [j]);
  const some = paired(columns);
  return [...alone, ...some.flatMap((a, i) => some.slice(i).map((b) => [a, b]))];
}

function paired(columns: number): number[] {
  const count = Math.min(columns, limits.paired);
  return Array.from({length: count}, (_, i) => Math.floor((i * columns) / count));
}

/** Means of the {@link candidates} and the variances of these means. */
function momentsOf({values, columns}: Matrix): {means: Float64Array; errors: Float64Array} {
  const some = paired(columns);
  const [rows, count] = [values.length / columns, columns + (some.length * (some.length + 1)) / 2];
  const [sums, squares] = [new Float64Array(count), new Float64Array(count)];
  const row = new Float64Array(some.length);
  for (let from = 0; from < values.length; from += columns) {
    let at = 0;
    for (; at < columns; at++) {
      const value = values[from + at]!;
      sums[at]! += value;
      squares[at]! += value * value;
    }
    for (let i = 0; i < row.length; i++) row[i] = values[from + some[i]!]!;
    for (let i = 0; i < row.length; i++)
      for (let j = i; j < row.length; j++, at++) {
        const product = row[i]! * row[j]!;
        sums[at]! += product;
        squares[at]! += product * product;
      }
  }
  const means = sums.map((sum) => sum / rows);
  return {means, errors: squares.map((sum, i) => Math.max(0, sum / rows - means[i]! ** 2) / rows)};
}

/** The columns, these products, and a 1. */
function widened({values, columns}: Matrix, pairs: readonly Pair[]): Matrix {
  const width = columns + pairs.length + 1;
  const wider = new Float64Array((values.length / columns) * width).fill(1);
  for (let row = 0; row < values.length / columns; row++) {
    wider.set(values.subarray(row * columns, (row + 1) * columns), row * width);
    pairs.forEach(([a, b], i) => (wider[row * width + columns + i] = values[row * columns + a]! * values[row * columns + b]!));
  }
  return {values: wider, columns: width};
}

/** The rows of one matrix, then those of another. */
export function joined(a: Matrix, b: Matrix): Matrix {
  const values = new Float64Array(a.values.length + b.values.length);
  values.set(a.values);
  values.set(b.values, a.values.length);
  return {values, columns: a.columns};
}
