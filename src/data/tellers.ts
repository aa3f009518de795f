import type {Split} from "../check.js";
import {correlation, type Association} from "./association.js";

/** A column of an input. */
export interface Place {
  block: number;
  column: number;
}

/** What a column alone must reach on rows left out: its errors over those of the commonest class, and the explained share of a number's variance. */
const limits = {errors: 0.03, variance: 0.99};

/** Rows on each side that tell a row's target by their own, in the order of one column. */
const side = 2;

/** True when a single column tells the target of each row from the rows next to it in the column's order. */
export function teller({split, rows, targets}: Association, {block, column}: Place): boolean {
  const {values, size} = split.x[block]!;
  const key = Float64Array.from(rows, (row) => values[row * size + column]!);
  if (key.some((value) => !Number.isFinite(value))) return false;
  const groups = grouped(key);
  if (groups.length < 2) return false;
  return targets.labels ? tellsClasses(groups, targets.labels) : tellsNumbers(groups, targets.matrix);
}

/** Rows of equal value together, in ascending order; rows of values that are all different in a row each. */
function grouped(key: Float64Array): number[][] {
  const order = Array.from(key, (_, i) => i).sort((a, b) => key[a]! - key[b]!);
  const groups: number[][] = [];
  order.forEach((row, i) => (i > 0 && key[row] === key[order[i - 1]!] ? groups.at(-1)!.push(row) : groups.push([row])));
  return groups;
}

/** Rows that stand for row's neighbours: those of its own value when there are enough, else the nearest in order. */
function* neighboursOf(groups: readonly number[][]): Generator<[number, number[]]> {
  const order = groups.flat();
  let at = 0;
  for (const group of groups) {
    for (const row of group) {
      const near = group.length > 2 * side ? group : [...order.slice(Math.max(0, at - side), at), ...order.slice(at + 1, at + 1 + side)];
      yield [row, near];
      at++;
    }
  }
}

function tellsClasses(groups: readonly number[][], labels: Int32Array): boolean {
  const common = Math.max(...tally(labels).values()) / labels.length;
  if (common > 0.97) return false;
  const allowed = limits.errors * (1 - common) * labels.length;
  const known = new Map<number[], Map<number, number>>();
  let errors = 0;
  for (const [row, near] of neighboursOf(groups)) {
    const votes = near.includes(row)
      ? (known.get(near) ?? tally(near.map((other) => labels[other]!)))
      : tally(near.map((other) => labels[other]!));
    if (near.length > 2 * side) known.set(near, votes);
    const best = [...votes].reduce((a, b) => (b[1] > a[1] ? b : a));
    if (best[0] !== labels[row] && ++errors > allowed) return false;
  }
  return true;
}

function tally(labels: ArrayLike<number>): Map<number, number> {
  const found = new Map<number, number>();
  for (let i = 0; i < labels.length; i++) found.set(labels[i]!, (found.get(labels[i]!) ?? 0) + 1);
  return found;
}

function tellsNumbers(groups: readonly number[][], targets: Association["targets"]["matrix"]): boolean {
  if (targets.columns > 1 || groups.length < targets.values.length / 4) return false;
  const answers = new Float64Array(targets.values.length);
  for (const [row, near] of neighboursOf(groups)) answers[row] = near.reduce((sum, other) => sum + targets.values[other]!, 0) / near.length;
  return correlation(answers, {targets, by: "one column"}).r ** 2 > limits.variance;
}

/** Columns that hold in every row the target itself, or 1 for one of its classes and 0 for the others. */
export function copies(split: Split, {places, made}: {places: readonly Place[]; made: Association}): Place[] {
  const {labels, classes} = made.targets;
  const found = places.flatMap((place) => {
    const {values, size} = split.x[place.block]!;
    const at = (row: number) => values[row * size + place.column]!;
    if ((classes.length <= 2 || split.y[0]!.size === 1) && isTarget(split, at)) return [{place, of: -1}];
    const of = classes.findIndex((_, c) => classes.length > 2 && labels!.every((label, i) => at(made.rows[i]!) === Number(label === c)));
    return of < 0 ? [] : [{place, of}];
  });
  // Indicators of a few classes may be a law; only those of all but one give the target away.
  const indicators = new Set(found.map(({of}) => of).filter((of) => of >= 0));
  return found.filter(({of}) => of < 0 || indicators.size >= classes.length - 1).map(({place}) => place);
}

function isTarget({y, rows}: Split, at: (row: number) => number): boolean {
  return y.some(({values, size}) =>
    Array.from({length: Math.min(size, 32)}, (_, c) => c).some((c) => {
      const first = values[c]!;
      let varies = false;
      for (let row = 0; row < rows; row++) {
        if (at(row) !== values[row * size + c]!) return false;
        varies ||= values[row * size + c] !== first;
      }
      return varies;
    }),
  );
}
