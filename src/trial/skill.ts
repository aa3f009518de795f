import {mean} from "../math/stats.js";
import {largest, type Classes, type Numbers} from "./reading.js";

/** A score that is 0 for a blind guess and 1 for a perfect answer. */
export interface Skill {
  /** How it is measured. */
  measure: "soft kappa" | "R²";
  value: number;
}

/** The mean skill of what was read; soft kappa for classes, R² against the mean for numbers. */
export function skill(readings: readonly (Classes | Numbers)[]): Skill {
  const value = mean(readings.map((reading) => (reading.kind === "classes" ? softKappa(reading) : r2(reading))));
  return {measure: readings.every(({kind}) => kind === "numbers") ? "R²" : "soft kappa", value};
}

/** The mean probability of the right class beyond what the same answers would give it by chance, over the room above chance; 0 when there is one class. */
export function softKappa({labels, p, classes}: Classes): number {
  const count = labels.length;
  const shares = classShares({labels, classes});
  let hit = 0;
  const given = new Array<number>(classes).fill(0);
  for (let i = 0; i < count; i++) {
    hit += p[i * classes + labels[i]!] ?? 0;
    for (let c = 0; c < classes; c++) given[c]! += p[i * classes + c]! / count;
  }
  const chance = given.reduce((sum, share, c) => sum + share * shares[c]!, 0);
  const room = 1 - shares.reduce((sum, share) => sum + share * share, 0);
  return room > 1e-9 ? (hit / count - chance) / room : 0;
}

/** The same of the classes that are chosen, however sure the network is: Cohen's kappa up to the frequencies that it chooses with. */
export function hardSkill(readings: readonly (Classes | Numbers)[]): number {
  return mean(readings.map((reading) => (reading.kind === "classes" ? softKappa(decided(reading)) : r2(reading))));
}

function decided(reading: Classes): Classes {
  const p = new Float32Array(reading.p.length);
  choices(reading).forEach((choice, i) => (p[i * reading.classes + choice] = 1));
  return {...reading, p};
}

/** Share of each class among labels. */
export function classShares({labels, classes}: Pick<Classes, "labels" | "classes">): number[] {
  const shares = new Array<number>(classes).fill(0);
  for (const label of labels) if (label >= 0 && label < classes) shares[label]! += 1 / labels.length;
  return shares;
}

/** The class with the largest probability, for each row. */
export const choices = ({labels, p, classes}: Classes): Int32Array => labels.map((_, i) => largest(p, {from: i * classes, size: classes}));

/** One minus the squared error over that of the mean, all columns pooled; 0 for targets that do not vary. */
export function r2(
  {targets, answers, size}: Numbers,
  {means = columnMeans({values: targets, size})}: {means?: readonly number[]} = {},
): number {
  let error = 0;
  let total = 0;
  for (let i = 0; i < targets.length; i++) {
    error += (targets[i]! - answers[i]!) ** 2;
    total += (targets[i]! - means[i % size]!) ** 2;
  }
  return total > 0 ? 1 - error / total : 0;
}

/** Mean of each column of rows of `size` numbers. */
export function columnMeans({values, size}: {values: ArrayLike<number>; size: number}): number[] {
  const sums = new Array<number>(size).fill(0);
  for (let i = 0; i < values.length; i++) sums[i % size]! += values[i]!;
  return sums.map((sum) => sum / (values.length / size));
}
