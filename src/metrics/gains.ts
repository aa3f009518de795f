import type {Task} from "../case.js";
import type {Network, Predictions, Split} from "../check.js";
import {read, type Classes, type Numbers} from "../trial/reading.js";
import {choices, classShares, columnMeans} from "../trial/skill.js";
import {largest} from "../trial/reading.js";

/** How an answer compares with the best constant answer learned from the training rows, row by row. */
export interface Gains {
  /** `R²`, `accuracy` or `Brier skill`. */
  measure: string;
  /** The network's score and the baseline's, as the measure is usually given. */
  score: number;
  baseline: number;
  /** Gain of each row over the baseline, over the mean room above it: their mean is 0 for the baseline and 1 for a perfect answer. */
  rows: Float64Array;
}

/** The gains of predictions over the majority class, the class shares or the mean of the training targets; the first output that has any room. */
export function gains(
  {split, outputs}: Pick<Predictions, "split" | "outputs">,
  {train, network, task}: {train: Split; network: Network; task: Task},
): Gains[] {
  const judged = read({split, outputs}, {network, task});
  // The targets of the training rows, read the same way; what is answered there does not matter.
  const learned = read(
    {split: train, outputs: outputs.map((answers) => new Float32Array((answers.length / split.rows) * train.rows))},
    {network, task},
  );
  return judged.flatMap((reading, i) =>
    reading.kind === "classes" ? ofClasses(reading, learned[i] as Classes) : [ofNumbers(reading, learned[i] as Numbers)],
  );
}

function ofClasses(reading: Classes, train: Classes): Gains[] {
  const {labels, p, classes} = reading;
  const shares = classShares(train);
  const majority = largest(shares);
  const chosen = choices(reading);
  const brier = (give: (c: number) => number, label: number) =>
    Array.from({length: classes}, (_, c) => (give(c) - Number(c === label)) ** 2).reduce((sum, error) => sum + error, 0);
  const hits = Float64Array.from(labels, (label, i) => Number(chosen[i] === label) - Number(majority === label));
  const scores = Float64Array.from(labels, (label, i) => brier((c) => p[i * classes + c]!, label));
  const constant = Float64Array.from(labels, (label) => brier((c) => shares[c]!, label));
  const share = (list: ArrayLike<number>, of: number) => Array.from(list).filter((value) => value === of).length / labels.length;
  const right = labels.reduce((sum, label, i) => sum + Number(chosen[i] === label), 0) / labels.length;
  return [
    {measure: "accuracy", score: right, baseline: share(labels, majority), rows: scaled(hits, 1 - share(labels, majority))},
    {
      measure: "Brier score (less is better)",
      score: average(scores),
      baseline: average(constant),
      rows: scaled(
        constant.map((value, i) => value - scores[i]!),
        average(constant),
      ),
    },
  ];
}

function ofNumbers({targets, answers, size}: Numbers, train: Numbers): Gains {
  const means = columnMeans({values: train.targets, size});
  const rows = targets.length / size;
  const squares = (give: (i: number) => number) =>
    Float64Array.from({length: rows}, (_, row) =>
      Array.from({length: size}, (_, j) => (give(row * size + j) - targets[row * size + j]!) ** 2).reduce((sum, error) => sum + error, 0),
    );
  const own = squares((i) => answers[i]!);
  const constant = squares((i) => means[i % size]!);
  const gained = scaled(
    constant.map((value, i) => value - own[i]!),
    average(constant),
  );
  return {measure: "R² against the training mean", score: average(gained), baseline: 0, rows: gained};
}

const average = (values: ArrayLike<number>): number =>
  (Array.prototype.reduce.call(values, (sum: unknown, value: number) => (sum as number) + value, 0) as number) / values.length;

const scaled = (values: Float64Array, room: number): Float64Array => values.map((value) => (room > 0 ? value / room : 0));
