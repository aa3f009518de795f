import type {Task} from "../case.js";
import type {Network, Predictions, Split} from "../check.js";
import {mean} from "../math/stats.js";
import {upperMean} from "../math/tests.js";
import {most} from "../trial/outcome.js";
import {largest, read, type Classes, type Numbers} from "../trial/reading.js";
import {pick} from "../trial/sample-rows.js";
import {choices, classShares, columnMeans} from "../trial/skill.js";

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

/** What was answered to the rows of a split, and the targets of the training rows, read alike: what is answered to these does not matter. */
export interface Readings {
  judged: readonly (Classes | Numbers)[];
  learned: readonly (Classes | Numbers)[];
}

/** Reads predictions and the training targets beside them. */
export function readings(
  {split, outputs}: Pick<Predictions, "split" | "outputs">,
  {train, network, task}: {train: Split; network: Network; task: Task},
): Readings {
  const silent = outputs.map((answers) => new Float32Array((answers.length / split.rows) * train.rows));
  return {
    judged: read({split, outputs}, {network, task}),
    learned: read({split: train, outputs: silent}, {network, task}),
  };
}

/** The gains of answers over the majority class, the class shares or the mean of the training targets, output by output. */
export const gainsOf = ({judged, learned}: Readings): Gains[] =>
  judged.flatMap((reading, i) =>
    reading.kind === "classes" ? ofClasses(reading, learned[i] as Classes) : [ofNumbers(reading, learned[i] as Numbers)],
  );

/** {@link gainsOf} predictions. */
export const gains = (...given: Parameters<typeof readings>): Gains[] => gainsOf(readings(...given));

/** The readings of some rows, where each has one label or `size` numbers. */
export const readingsOf = (list: readonly (Classes | Numbers)[], rows: readonly number[]): (Classes | Numbers)[] =>
  list.map((reading) =>
    reading.kind === "classes"
      ? {...reading, labels: pick(reading.labels, {size: 1, rows}), p: pick(reading.p, {size: reading.classes, rows})}
      : {...reading, ...picked(reading, rows)},
  );

const picked = ({targets, answers, size}: Numbers, rows: readonly number[]): Pick<Numbers, "targets" | "answers"> => ({
  targets: pick(Float32Array.from(targets), {size, rows}),
  answers: pick(Float32Array.from(answers), {size, rows}),
});

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
      score: mean(scores),
      baseline: mean(constant),
      rows: scaled(
        constant.map((value, i) => value - scores[i]!),
        mean(constant),
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
    mean(constant),
  );
  return {measure: "R² against the training mean", score: mean(gained), baseline: 0, rows: gained};
}

const scaled = (values: Float64Array, room: number): Float64Array => values.map((value) => (room > 0 ? value / room : 0));

/** How a network does beside a rival on the same rows. */
export interface Lead {
  measure: string;
  /** The network's score and the rival's. */
  score: number;
  rival: number;
  /** Mean lead of the network, in shares of the room above a constant answer, with one-sided bounds at 0.005. */
  mean: number;
  lower: number;
  upper: number;
}

/** What a comparison says: the network is `worse` by more than a margin on every measure, surely so on one, in most of its fits; or surely no worse on some measure; or neither can be told. */
export interface Contest {
  says: "worse" | "no worse" | "unsure";
  /** The measure on which the network does best. */
  best: Lead;
  leads: readonly Lead[];
}

/** Compares a network's fits with a rival's, row by row (Student's t over rows, each the mean of the fits), measure by measure. */
export function contest(
  own: readonly (readonly Gains[])[],
  {rivals, margin}: {rivals: readonly (readonly Gains[])[]; margin: number},
): Contest {
  const theirs = rivals[0]!.map((_, m) => meanRows(rivals, m));
  const leads = own[0]!.map((one, m): Lead => {
    const rows = meanRows(own, m).map((value, i) => value - theirs[m]![i]!);
    const score = (fits: typeof own) => mean(fits.map((fit) => fit[m]!.score));
    return {measure: one.measure, score: score(own), rival: score(rivals), ...upperMean(rows)};
  });
  const behind = own.map((fit) => leads.every((_, m) => mean(fit[m]!.rows.map(finite)) - mean(theirs[m]!) < -margin));
  const best = leads.reduce((top, one) => (one.mean > top.mean ? one : top));
  const worse = leads.every((lead) => lead.mean < -margin) && leads.some(({upper}) => upper < 0) && most(behind);
  return {says: worse ? "worse" : leads.some(({lower}) => lower > -margin) ? "no worse" : "unsure", best, leads};
}

/** Each row's gain by one measure, mean over the fits; what is not a number has gained nothing. */
export const meanRows = (fits: readonly (readonly Gains[])[], measure: number): Float64Array =>
  fits[0]![measure]!.rows.map((_, i) => mean(fits.map((fit) => finite(fit[measure]!.rows[i]!))));

const finite = (gain: number): number => (Number.isFinite(gain) ? gain : -1);
