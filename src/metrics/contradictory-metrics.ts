import {check, type FitRecord, type Predictions, type Schedule} from "../check.js";
import {num, type Evidence, type Observation} from "../finding.js";
import {counted, digits, percent} from "../math/digits.js";
import {blockPermutationP, spearman} from "../math/rank.js";
import {mean} from "../math/stats.js";
import {upperMean} from "../math/tests.js";
import {sources} from "../sources.js";
import {most} from "../trial/outcome.js";
import {read, type Classes} from "../trial/reading.js";
import {thin} from "../trial/thin.js";
import {answers, judgedRuns} from "./answers.js";
import {gains} from "./gains.js";
import {measures} from "./measures.js";

/** Level of the test of a recorded metric. */
const level = 0.005;

/** Epochs that loss and metric are compared over at least: with six blocks of two there are 720 orders, so that .005 can be reached. */
const leastEpochs = 12;

/**
 * How much loss and metric must both have moved, from the first third to the last: the loss by a share of itself, a metric of shares by points. By
 * `npm run proof contradictory-metrics` (100 histories of 12, 30 and 100 epochs each, noise without memory and AR(1) of .9) none fails whose loss falls under an accuracy at
 * its ceiling (5 % of those with memory at 30 epochs did at three points), and 87 to 100 % do in which both fall.
 */
const moved = {loss: 0.05, metric: 0.05};

/** Judged rows below which an accuracy may be that of a constant answer by chance. */
const leastRows = 30;

/** An accuracy that looks good, and the gain over a constant answer that it must have; the sources' .9 (checks of the class imbalance). */
const looksGood = {accuracy: 0.9, gain: 0.05};

/** Loss and metric disagree: one says that the network learns, the other that it does not. */
export const contradictoryMetrics = check(
  {
    name: "contradictory-metrics",
    stage: "metrics",
    symptom: "The loss falls while the metric falls too, or the accuracy is high although nothing has been learned.",
    cause:
      "The metric counts what a constant answer gets right (rare classes, most units 0), or it reads the output otherwise than the loss.",
    remedy:
      "Judge by balanced accuracy, MCC or log-loss skill; name the metric that fits the labels (categoricalAccuracy, binaryAccuracy) rather than accuracy.",
    source: {...sources.deepChecker, at: "unrepresentative loss: loss and metric uncorrelated"},
    explains: [],
    level,
    needs: [],
    wants: ["history", "network", "predictions", "bank", "schedule"],
    work: () => ({runs: judgedRuns}),
  },
  async ({history, network, predictions, bank, schedule, task, seed}) => {
    const recorded = history && fromHistory(history, {seed, schedule});
    if (recorded && recorded.verdict !== "pass") return recorded;
    const classes = task === "binary" || task === "multiclass" || task === "multilabel";
    const counts = network?.metrics.some(isAccuracy) || Object.keys(history?.metrics ?? {}).some(isAccuracy);
    if (network && predictions && bank && classes && counts) {
      const given = await answers({predictions, bank});
      const judged = given.map((one) => ({one, readings: classesOf(read(one, {network, task}))}));
      const empty = judged.map(({one, readings}) =>
        isEmpty({accuracy: accuracyOf(readings), gained: gains(one, {train: bank.train, network, task})}),
      );
      return fromAnswers(given, {readings: judged[0]!.readings, empty: most(empty), seed});
    }
    return (
      recorded ?? {
        verdict: "skip",
        summary: "needs a history with metrics, or a classifier with an accuracy among its metrics",
        evidence: [],
      }
    );
  },
);

const isAccuracy = (name: string): boolean => /acc/i.test(name);
const classesOf = (readings: ReturnType<typeof read>): Classes[] => readings.filter((one): one is Classes => one.kind === "classes");

/** Metrics of which more is better, and of which less is; others are not judged. */
const direction = (name: string): 1 | -1 | 0 =>
  /acc|auc|precision|recall|f1|r2|iou|dice/i.test(name) ? 1 : /mse|mae|mape|error|loss|crossentropy/i.test(name) ? -1 : 0;

function fromHistory({loss, validationLoss, metrics}: FitRecord, {seed, schedule}: {seed: number; schedule?: Schedule}): Observation {
  const pairs = Object.entries(metrics).flatMap(([name, values]) => {
    const against = name.startsWith("val_") ? validationLoss : loss;
    const usable = direction(name) !== 0 && against?.length === values.length && [...values, ...against].every(Number.isFinite);
    // What rises with the loss on held-out rows is the sureness of wrong answers: overconfidence.
    return usable && !name.startsWith("val_") ? [{name, values, against: against!, sign: direction(name)}] : [];
  });
  if (pairs.length === 0) return {verdict: "pass", summary: "no metric was recorded whose direction is known", evidence: []};
  if (loss.length < leastEpochs)
    return {
      verdict: "pass",
      summary: `${loss.length} epochs are too few to compare loss and metric; at least ${leastEpochs} would do`,
      evidence: [],
    };
  const tested = pairs.map(({name, values, against, sign}) => {
    const wrongWay = values.map((value) => sign * value);
    const p = pairs.length * blockPermutationP(against, {b: wrongWay, block: Math.max(2, Math.ceil(loss.length / 12)), seed});
    return {name, values, against, rho: spearman(against, values), p: Math.min(1, p), far: bothMoved(against, wrongWay)};
  });
  const worst = tested.reduce((low, one) => (one.p < low.p ? one : low));
  const ill = worst.p <= level && worst.far;
  // Class weights trade accuracy for rare classes: the plain accuracy may rightly fall.
  const weighed = schedule?.classWeight !== undefined;
  return {
    verdict: ill ? (weighed ? "warn" : "fail") : "pass",
    summary: `over ${loss.length} epochs the rank correlation of loss and ${worst.name} is ${digits(worst.rho)} (${direction(worst.name) > 0 ? "below" : "above"} 0 is expected)`,
    evidence: ill ? [together(worst)] : [],
    certainty: {p: worst.p, test: "rank correlation, permutation of blocks of epochs"},
  };
}

/** True when from the first third to the last the loss fell or rose by a twentieth, and the metric by three points or as large a share, the same way. */
function bothMoved(loss: readonly number[], metric: readonly number[]): boolean {
  const third = Math.floor(loss.length / 3);
  const shift = (values: readonly number[]) => mean(values.slice(-third)) - mean(values.slice(0, third));
  const size = Math.max(1, Math.abs(mean(metric)));
  return (
    Math.abs(shift(loss)) > moved.loss * Math.abs(mean(loss.slice(0, third))) &&
    Math.abs(shift(metric)) > moved.metric * size &&
    Math.sign(shift(loss)) === Math.sign(shift(metric))
  );
}

const together = ({name, values, against}: {name: string; values: readonly number[]; against: readonly number[]}): Evidence => ({
  kind: "series",
  label: `loss and ${name} of each epoch`,
  x: {label: "epoch"},
  lines: [
    {name: "loss", ...thin(against)},
    {name, ...thin(values)},
  ],
});

/** The share of labels, of all outputs together, that are right: what an element-wise accuracy counts. */
function accuracyOf(readings: readonly Classes[]): number {
  return mean(readings.map((reading) => measures(reading, {seed: 0, draws: 0})[0]!.value));
}

/** True when the accuracy looks good and no measure shows a gain over a constant answer. */
function isEmpty({accuracy, gained}: {accuracy: number; gained: ReturnType<typeof gains>}): boolean {
  const bounds = gained.map(({rows}) => upperMean(rows.map((value) => (Number.isFinite(value) ? value : -1))));
  return (
    accuracy >= looksGood.accuracy && bounds.every((one) => one.mean < looksGood.gain) && bounds.some((one) => one.upper < looksGood.gain)
  );
}

function fromAnswers(
  given: readonly Predictions[],
  {readings, empty, seed}: {readings: readonly Classes[]; empty: boolean; seed: number},
): Observation {
  const {split, by, capped} = given[0]!;
  const accuracy = accuracyOf(readings);
  const worst = readings.map((reading) => measures(reading, {seed})).reduce((low, one) => (one[2]!.value < low[2]!.value ? one : low));
  const evidence: Evidence[] = [
    {
      kind: "table",
      label: `what to judge ${by} by in place of the accuracy${readings.length > 1 ? " (its worst label)" : ""}`,
      columns: ["measure", "value", "at least", "at most (99 %)"],
      rows: worst.map(({measure, value, low, high}) => [measure, num(value), num(low), num(high)]),
    },
  ];
  const hollow = accuracy >= looksGood.accuracy && worst[2]!.high < 0.1;
  if (empty && split.rows < leastRows)
    return {
      verdict: "unsure",
      summary: `${counted(split.rows, "judged row")} cannot tell an empty accuracy; at least ${leastRows} would settle it`,
      evidence,
    };
  return {
    verdict: empty ? (capped ? "unsure" : "fail") : hollow ? "warn" : "pass",
    summary: `the accuracy is ${percent(accuracy)} on ${split.rows} rows, the MCC ${digits(worst[2]!.value)}, the balanced accuracy ${percent(worst[1]!.value)}${empty || hollow ? ": a constant answer scores as much" : ""}`,
    evidence: empty || hollow ? evidence : [],
  };
}
