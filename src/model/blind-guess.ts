import {deviation, entropy, mean, median, counts} from "../math/stats.js";
import {distinct, type Pairing} from "./coding.js";

/**
 * Loss of the best answer that is the same for every row: the entropy of the labels under a cross-entropy, the variance under the squared error,
 * the mean distance from the median under the absolute one. Undefined for losses that have no such formula here.
 */
export function blindGuess({output: {loss}, target, width}: Pairing): number | undefined {
  const values = Float64Array.from(target.values);
  const columns = Array.from({length: width}, (_, j) => values.filter((_, i) => i % width === j));
  const average = (each: (column: Float64Array) => number) => mean(columns.map(each));
  if (/^(categoricalCrossentropy|softmaxCrossEntropy)$/.test(loss))
    return entropy(columns.map((column) => column.reduce((sum, value) => sum + value, 0)));
  if (loss === "sparseCategoricalCrossentropy") return entropy(counts(values).values());
  const shares = values.every((value) => value >= 0 && value <= 1);
  if (/^(binaryCrossentropy|sigmoidCrossEntropy)$/.test(loss)) return shares ? average((column) => binaryEntropy(mean(column))) : undefined;
  if (loss === "meanSquaredError") return average((column) => deviation(column) ** 2);
  if (/^(meanAbsoluteError|absoluteDifference)$/.test(loss))
    return average((column) => mean(column.map((value) => Math.abs(value - median(column)))));
  return undefined;
}

/** The blind guess in words. */
export const blindName = ({output: {loss}, target}: Pairing): string =>
  /rossentropy|CrossEntropy/.test(loss)
    ? `a blind guess by the shares of the classes`
    : `always answering the ${loss.startsWith("meanSq") ? "mean" : "median"} of the ${distinct(target.values).length > 1 ? "targets" : "only target"}`;

const binaryEntropy = (p: number): number => (p <= 0 || p >= 1 ? 0 : -p * Math.log(p) - (1 - p) * Math.log(1 - p));
