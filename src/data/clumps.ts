import type {Task} from "../case.js";
import type {Split} from "../check.js";
import {sample, type Random} from "../math/random.js";
import {counts, median, variance} from "../math/stats.js";
import {columns} from "./columns.js";
import {hasClasses, labelsOf} from "./labels.js";

/** Many small clumps with gaps between them, as several rows of each subject make. */
export interface Clumps {
  /** Training rows a clump. */
  size: number;
  /** Clumps, about. */
  count: number;
  /** Share of the held-out rows that lie within one. */
  inside: number;
  /** True when rows of one clump have one target, which chance would not give them. */
  agree: boolean;
}

/** Rows, and numbers a row, that are compared at most. */
const most = {rows: 800, looked: 60, columns: 32};

/**
 * A gap: the next neighbour is this many times as far as the last one of the clump. In m dimensions without clumps the ratio of the distances of neighbours k and k + 1 is above g
 * with probability g^(-mk): 0.02 for 3 dimensions and k = 3.
 */
const gap = 1.6;

/** Share of the rows that must see a gap. */
const enough = 0.7;

/** Finds clumps among the measured components of flat rows; undefined where there are none, where they are as few as classes, or where few components are measured. */
export function clumps(train: Split, {held, task, draw}: {held: Split; task: Task; draw: Random}): Clumps | undefined {
  const measured = measuredIn(train);
  if (train.x.length > 1 || measured.length < 3 || train.rows < 60 || held.rows < 10) return undefined;
  const rows = sample(train.rows, {size: most.rows, draw});
  const known = pointsOf(train, {rows, measured});
  const looked = sample(rows.length, {size: most.looked, draw});
  const gaps = looked.map((i) => gapOf(distances(known[i]!, known), rows.length)).filter((one) => one.ratio >= gap);
  if (gaps.length < enough * looked.length) return undefined;
  const size = median(gaps.map(({neighbours}) => neighbours + 1));
  const count = Math.round(rows.length / size);
  const target = hasClasses(task, train) ? labelsOf(train.y[0]!, train.rows) : undefined;
  if (count < 10 || (target && count < 5 * new Set(target).size)) return undefined;
  const radius = median(gaps.map((one) => one.radius));
  const judged = pointsOf(held, {rows: sample(held.rows, {size: most.looked, draw}), measured});
  const inside = judged.filter((point) => distances(point, known)[0]! < radius).length / judged.length;
  return {size, count, inside, agree: agrees(train, {rows, known, looked, radius, target})};
}

interface Measured {
  column: number;
  mean: number;
  deviation: number;
}

/** Components of many different values: what is coded says nothing of nearness. */
function measuredIn({x, rows}: Split): Measured[] {
  const [block] = x;
  if (!block || block.shape.length > 1) return [];
  return columns(block)
    .map(({sorted, mean, deviation}, column) => ({column, mean, deviation, kinds: new Set(sorted).size}))
    .filter(({kinds, deviation}) => kinds > Math.max(20, rows / 20) && deviation > 0)
    .slice(0, most.columns);
}

const pointsOf = ({x}: Split, {rows, measured}: {rows: readonly number[]; measured: readonly Measured[]}): Float64Array[] =>
  rows.map((row) =>
    Float64Array.from(measured, ({column, mean, deviation}) => (x[0]!.values[row * x[0]!.size + column]! - mean) / deviation),
  );

/** Distances to each of the points, in ascending order; the point itself is among its own. */
const distances = (point: Float64Array, points: readonly Float64Array[]): Float64Array =>
  Float64Array.from(points, (other) => distance(point, other)).sort();

function distance(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += (a[j]! - b[j]!) ** 2;
  return Math.sqrt(sum);
}

/** The widest gap behind 2 neighbours and more, up to a tenth of the rows. */
function gapOf(sorted: Float64Array, rows: number): {neighbours: number; ratio: number; radius: number} {
  let best = {neighbours: 0, ratio: 0, radius: 0};
  for (let k = 2; k <= rows / 10 && k + 1 < rows; k++) {
    const ratio = sorted[k + 1]! / (sorted[k]! || Infinity);
    if (ratio > best.ratio) best = {neighbours: k, ratio, radius: Math.sqrt(sorted[k]! * sorted[k + 1]!)};
  }
  return best;
}

interface Agreement {
  rows: readonly number[];
  known: readonly Float64Array[];
  looked: readonly number[];
  radius: number;
  target?: readonly number[];
}

/** True when neighbours within the radius have one class, or numbers that vary by a tenth of the variance at most. */
function agrees({y}: Split, {rows, known, looked, radius, target}: Agreement): boolean {
  const values = rows.map((row) => target?.[row] ?? y[0]!.values[row * y[0]!.size]!);
  let [near, apart] = [0, 0];
  for (const i of looked)
    known.forEach((point, j) => {
      if (j === i || distance(known[i]!, point) >= radius) return;
      near++;
      apart += target ? Number(values[i] !== values[j]) : (values[i]! - values[j]!) ** 2 / 2;
    });
  const spread = target ? 1 - sameByChance(values) : variance(values);
  return near > 0 && spread > 0 && apart / near <= 0.1 * spread;
}

function sameByChance(values: readonly number[]): number {
  return [...counts(values).values()].reduce((sum, count) => sum + (count / values.length) ** 2, 0);
}
