import type {Split} from "../check.js";
import {counts} from "../math/stats.js";
import {ascending} from "../math/rank.js";
import {allFinite} from "../trial/stepwise.js";
import {correlation, type Association} from "../association/association.js";

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
  const key = new Float32Array(rows.length);
  for (let i = 0; i < rows.length; i++) key[i] = values[rows[i]! * size + column]!;
  if (!allFinite(key)) return false;
  const order = ascending(key);
  const groups = groupsOf(order, key);
  if (groups.length < 2) return false;
  return targets.labels ? tellsClasses({order, groups}, targets.labels) : tellsNumbers({order, groups}, targets.matrix);
}

/** Rows in the order of a column, and the places in it where each group of rows of one value ends. */
interface Sorted {
  order: Int32Array;
  groups: readonly number[];
}

function groupsOf(order: Int32Array, key: Float32Array): number[] {
  const ends: number[] = [];
  for (let i = 1; i <= order.length; i++) if (i === order.length || key[order[i]!] !== key[order[i - 1]!]) ends.push(i);
  return ends;
}

/** Places in the order that stand for a row's neighbours, and the row itself when it is not one of them. */
interface Near {
  row: number;
  from: number;
  to: number;
  without?: number;
}

/** Each row with those of its own value when there are enough, else with the nearest in order. */
function* neighboursOf({order, groups}: Sorted): Generator<Near> {
  let from = 0;
  for (const to of groups) {
    for (let at = from; at < to; at++) {
      const row = order[at]!;
      if (to - from > 2 * side) yield {row, from, to};
      else yield {row, from: Math.max(0, at - side), to: Math.min(order.length, at + 1 + side), without: at};
    }
    from = to;
  }
}

function tellsClasses(sorted: Sorted, labels: Int32Array): boolean {
  const common = Math.max(...counts(labels).values()) / labels.length;
  if (common > 0.97) return false;
  const allowed = limits.errors * (1 - common) * labels.length;
  const ordered = new Int32Array(sorted.order.length);
  for (let i = 0; i < ordered.length; i++) ordered[i] = labels[sorted.order[i]!]!;
  let [errors, group, vote] = [0, -1, NaN];
  for (const {row, from, to, without} of neighboursOf(sorted)) {
    if (without !== undefined || from !== group) vote = commonest(ordered, {from, to, without});
    group = without === undefined ? from : -1;
    if (vote !== labels[row] && ++errors > allowed) return false;
  }
  return true;
}

/** The commonest label between two places, the first of equals. */
function commonest(labels: Int32Array, {from, to, without}: Omit<Near, "row">): number {
  const votes = new Map<number, number>();
  for (let i = from; i < to; i++) if (i !== without) votes.set(labels[i]!, (votes.get(labels[i]!) ?? 0) + 1);
  return [...votes].reduce((a, b) => (b[1] > a[1] ? b : a))[0];
}

function tellsNumbers(sorted: Sorted, targets: Association["targets"]["matrix"]): boolean {
  if (targets.columns > 1 || sorted.groups.length < targets.values.length / 4) return false;
  const answers = new Float64Array(targets.values.length);
  for (const {row, from, to, without} of neighboursOf(sorted)) {
    let sum = 0;
    for (let i = from; i < to; i++) if (i !== without) sum += targets.values[sorted.order[i]!]!;
    answers[row] = sum / (to - from - (without === undefined ? 0 : 1));
  }
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
