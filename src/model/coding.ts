import type {Block, Network, OutputFacts, Split} from "../check.js";
import {codingOf, type Coding} from "../trial/task.js";

/** An output with the target that its loss compares it with. */
export interface Pairing {
  output: OutputFacts;
  target: Block;
  /** How the target's values stand for classes. */
  coding: Coding;
  /** Size of the target's last dimension: 1 for `[rows]`. */
  width: number;
}

/** Each output with its target; outputs without one are left out. */
export const pair = (network: Network, {y}: Split): Pairing[] =>
  network.outputs.flatMap((output, i) =>
    y[i] ? [{output, target: y[i], coding: codingOf(lastDimension(y[i])), width: y[i].shape.at(-1) ?? 1}] : [],
  );

/** Losses that read their output as a distribution over classes, and targets as one row of shares a class. */
export const categorical = new Set(["categoricalCrossentropy", "softmaxCrossEntropy"]);

/** Losses that read each unit as a probability of its own. */
export const binary = new Set(["binaryCrossentropy", "sigmoidCrossEntropy", "logLoss"]);

/** Losses of distances between numbers. */
export const distances = new Set([
  "meanSquaredError",
  "meanAbsoluteError",
  "absoluteDifference",
  "huberLoss",
  "logcosh",
  "meanAbsolutePercentageError",
  "meanSquaredLogarithmicError",
]);

/** True for targets that stand for classes. */
export const isClasses = (coding: Coding): boolean => coding !== "numbers";

/** Sums of the target's values over its last dimension. */
export function rowSums({values}: Block, width: number): Float64Array {
  const sums = new Float64Array(values.length / width);
  values.forEach((value, i) => (sums[Math.floor(i / width)]! += value));
  return sums;
}

/** Share of the items that a condition holds for. */
export function shareOf(values: ArrayLike<number>, holds: (value: number) => boolean): number {
  let count = 0;
  for (let i = 0; i < values.length; i++) if (holds(values[i]!)) count++;
  return count / values.length;
}

/** The different values, in ascending order. */
export const distinct = (values: Iterable<number>): number[] => [...new Set(values)].sort((a, b) => a - b);

/** A block whose rows are the last dimension: each step of a sequence is a row of its own. */
const lastDimension = (block: Block): Block => ({...block, size: block.shape.at(-1) ?? 1});
