import {random} from "../math/random.js";
import {mean, quantile} from "../math/stats.js";
import {thinned} from "../trial/sample-rows.js";
import {largest, type Classes} from "../trial/reading.js";
import {classShares} from "../trial/skill.js";

/** A score with its interval over rows that are drawn again. */
export interface Measured {
  measure: string;
  value: number;
  /** Bounds of the two-sided interval at 99 %. */
  low: number;
  high: number;
}

/** Labels that are judged at most: each draw of the bootstrap holds as many. */
const judged = 2000;

/** What to judge by in place of the accuracy where classes are unequal, each 0 for a blind guess but the first: accuracy, balanced accuracy, MCC, log-loss skill; bootstrapped over labels. */
export function measures(reading: Classes, {seed, draws = 400}: {seed: number; draws?: number}): Measured[] {
  const {labels, p, classes} = reading;
  const draw = random(seed);
  const named = Int32Array.from(labels, (_, row) => largest(p, {from: row * classes, size: classes}));
  const costs = Float64Array.from(labels, (label, row) => -Math.log(Math.max(1e-7, p[row * classes + label]!)));
  const prior = classShares(reading).map((share) => -Math.log(Math.max(1e-7, share)));
  const whole = thinned(labels.length, judged);
  const again = Array.from({length: draws}, () => whole.map(() => Math.floor(draw() * labels.length)));
  const list: [string, (rows: readonly number[]) => number][] = [
    ["accuracy", (rows) => mean(rows.map((row) => Number(named[row] === labels[row])))],
    ["balanced accuracy", (rows) => balanced(confusion({labels, named, classes}, rows))],
    ["MCC", (rows) => mcc(confusion({labels, named, classes}, rows))],
    ["log-loss skill", (rows) => 1 - mean(rows.map((row) => costs[row]!)) / mean(rows.map((row) => prior[labels[row]!]!))],
  ];
  return list.map(([measure, score]) => {
    const values = again.map(score).filter(Number.isFinite);
    return {measure, value: score(whole), low: quantile(values, 0.005), high: quantile(values, 0.995)};
  });
}

/** Counts `[right class][named class]`. */
export function confusion(
  {labels, named, classes}: {labels: ArrayLike<number>; named: ArrayLike<number>; classes: number},
  rows: readonly number[],
): number[][] {
  const table = Array.from({length: classes}, () => new Array<number>(classes).fill(0));
  for (const row of rows) table[labels[row]!]![named[row]!]!++;
  return table;
}

/** Mean share of each class's rows that are found. */
export function balanced(table: readonly (readonly number[])[]): number {
  const shares = table.map((row, c) => row[c]! / row.reduce((sum, count) => sum + count, 0)).filter((share) => !Number.isNaN(share));
  return mean(shares);
}

/** Matthews's correlation of right and named classes for any number of classes (Gorodkin 2004); 0 where one of them does not vary. */
export function mcc(table: readonly (readonly number[])[]): number {
  const total = table.flat().reduce((sum, count) => sum + count, 0);
  const right = table.reduce((sum, row, c) => sum + row[c]!, 0);
  const truth = table.map((row) => row.reduce((sum, count) => sum + count, 0));
  const named = table.map((_, c) => table.reduce((sum, row) => sum + row[c]!, 0));
  const cross = truth.reduce((sum, count, c) => sum + count * named[c]!, 0);
  const room = (list: readonly number[]) => total ** 2 - list.reduce((sum, count) => sum + count ** 2, 0);
  const scale = Math.sqrt(room(truth) * room(named));
  return scale > 0 ? (right * total - cross) / scale : 0;
}
