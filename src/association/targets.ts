import type {Task} from "../case.js";
import type {Split} from "../check.js";
import type {Matrix} from "../math/smoother.js";
import {counts, mean} from "../math/stats.js";

/** Targets in one form for every task: indicators of classes or of labels, ranks of numbers. */
export interface Targets {
  /** Centred columns, row-major; a column a class, a label, or a number's normal score. */
  matrix: Matrix;
  /** What was taken off each column to centre it. */
  centres: readonly number[];
  /** The class of each row among {@link Targets.classes}; absent where rows are not of one class each. */
  labels?: Int32Array;
  /** The values that stand for the classes, in ascending order. */
  classes: readonly number[];
}

/** Columns of targets that are looked at, at most. */
const mostColumns = 32;

/** Reads targets of a split as rows say; classes are those of `classes` when given, so that parts agree. */
export function targetsOf(
  split: Split,
  {task, rows, classes}: {task: Task; rows: readonly number[]; classes?: readonly number[]},
): Targets {
  if (split.y.length === 1 && (task === "binary" || task === "multiclass")) return classTargets(split, {rows, classes});
  const columns = split.y.flatMap(({values, size}) => spread(size).map((j) => Float64Array.from(rows, (row) => values[row * size + j]!)));
  const chosen = columns.slice(0, mostColumns).map((column) => (task === "multilabel" ? column : normalScores(column)));
  return {...centred(chosen, rows.length), classes: []};
}

/** Evenly spaced components, at most {@link mostColumns}. */
const spread = (size: number): number[] =>
  Array.from({length: Math.min(size, mostColumns)}, (_, i) => Math.floor((i * size) / Math.min(size, mostColumns)));

function classTargets(split: Split, {rows, classes}: {rows: readonly number[]; classes?: readonly number[]}): Targets {
  const values = classValues(split, rows);
  const found = classes ?? commonest(values);
  const place = new Map(found.map((value, c) => [value, c] as const));
  const labels = Int32Array.from(values, (value) => place.get(value) ?? -1);
  const columns = found.map((_, c) => Float64Array.from(labels, (label) => Number(label === c)));
  return {...centred(columns, rows.length), labels, classes: found};
}

function commonest(values: readonly number[]): number[] {
  const seen = [...counts(values)].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, mostColumns);
  return seen.map(([value]) => value).sort((a, b) => a - b);
}

/** The class of each row: its label, or the place of the largest number of a one-hot row. */
export function classValues({y}: Split, rows: readonly number[]): number[] {
  const {values, size} = y[0]!;
  if (size === 1) return rows.map((row) => values[row]!);
  return rows.map((row) => {
    let best = 0;
    for (let j = 1; j < size; j++) if (values[row * size + j]! > values[row * size + best]!) best = j;
    return best;
  });
}

/** Ranks spread as a normal distribution is, ties by their mean rank: a monotone change of the targets changes nothing (Blom 1958, without his offset). */
export function normalScores(values: Float64Array): Float64Array {
  const order = Array.from(values, (_, i) => i).sort((a, b) => values[a]! - values[b]!);
  const scores = new Float64Array(values.length);
  for (let from = 0; from < order.length;) {
    let to = from;
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++;
    to = Math.max(to, from + 1);
    const score = quantileOfNormal((from + to) / 2 / order.length);
    for (let i = from; i < to; i++) scores[order[i]!] = score;
    from = to;
  }
  return scores;
}

/** The logistic distribution's quantile, scaled: within 0.1 of the normal one between 1 % and 99 %, and cheap. */
const quantileOfNormal = (share: number): number => Math.log(share / (1 - share)) / 1.702;

function centred(columns: readonly Float64Array[], rows: number): Pick<Targets, "matrix" | "centres"> {
  const centres = columns.map((column) => mean(column.filter(Number.isFinite)) || 0);
  const values = new Float64Array(rows * columns.length);
  columns.forEach((column, c) =>
    column.forEach((value, i) => (values[i * columns.length + c] = Number.isFinite(value) ? value - centres[c]! : 0)),
  );
  return {matrix: {values, columns: columns.length}, centres};
}
