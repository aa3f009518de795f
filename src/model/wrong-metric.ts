import {check} from "../check.js";
import {digits, percent} from "../math/digits.js";
import {mean} from "../math/stats.js";
import {sources} from "../sources.js";
import type {Task} from "../case.js";
import {pair, rowSums, shareOf, type Pairing} from "./coding.js";

/** What a rule says of a metric; one that is merely meaningless is a `warn`. */
interface Misreading {
  verdict: "fail" | "warn";
  summary: string;
  better: string;
}

/** A metric that does not say what its name promises. */
export const wrongMetric = check(
  {
    name: "wrong-metric",
    stage: "model",
    symptom: "The metric is high from the first epoch, or 0 for ever, whatever the network does.",
    cause: "tfjs chooses what accuracy means from the loss and the number of units, and compares some outputs with 1 exactly.",
    remedy:
      "Name the metric that fits: categoricalAccuracy for one-hot labels, binaryAccuracy for labels of 0 and 1, mae for numbers; compute precision and recall from the predictions.",
    source: {...sources.tfjs, at: "training.ts (compile) and metrics.ts"},
    explains: ["contradictory-metrics"],
    needs: ["train", "network"],
  },
  ({train, network, task}) => {
    const [pairing] = pair(network, train);
    if (!pairing || network.outputs.length > 1 || network.metrics.length === 0)
      return {
        verdict: "pass",
        summary: network.metrics.length ? "metrics of several outputs are not judged" : "there are no metrics",
        evidence: [],
        certainty: "exact",
      };
    const found = network.metrics
      .flatMap((metric) => rules.flatMap((rule) => rule({metric: resolve(metric, pairing), named: metric, task, ...pairing}) ?? []))
      .sort((a, b) => Number(b.verdict === "fail") - Number(a.verdict === "fail"))[0];
    return {
      verdict: found?.verdict ?? "pass",
      summary: found?.summary ?? `${network.metrics.join(", ")} ${network.metrics.length === 1 ? "fits" : "fit"} the task ${task}`,
      evidence: found ? [{kind: "code", label: "what would say it", language: "ts", code: found.better}] : [],
      certainty: "exact",
    };
  },
);

/** The metric that tfjs computes for a name (LayersModel.compile): accuracy is element-wise for one unit and under binaryCrossentropy. */
function resolve(metric: string, {output: {units, loss}}: Pairing): string {
  if (metric !== "accuracy" && metric !== "acc") return metric;
  if (units === 1 || loss === "binaryCrossentropy") return "binaryAccuracy";
  return loss === "sparseCategoricalCrossentropy" ? "sparseCategoricalAccuracy" : "categoricalAccuracy";
}

type Rule = (facts: Pairing & {metric: string; named: string; task: Task}) => Misreading | undefined;

const unitByUnit: Rule = ({metric, named, output: {units}, coding, target}) =>
  metric === "binaryAccuracy" && units > 2 && coding === "one-hot"
    ? {
        verdict: "fail",
        summary: `${named} is taken unit by unit: saying no to all ${units} classes scores ${digits(1 - mean(target.values))}; the share of right classes is expected`,
        better: `metrics: ["categoricalAccuracy"]`,
      }
    : undefined;

const ofNumbers: Rule = ({metric, named, coding, task}) =>
  /Accuracy$/.test(metric) && coding === "numbers" && (task === "regression" || task === "forecast" || task === "reconstruction")
    ? {
        verdict: "warn",
        summary: `${named} asks whether an output equals its target exactly; for numbers a distance is expected`,
        better: `metrics: ["mae"]`,
      }
    : undefined;

const exactlyOne: Rule = ({metric, output: {activations}}) =>
  (metric === "precision" || metric === "recall") && activations.at(-1) !== "relu"
    ? {
        verdict: "fail",
        summary: `${metric} counts an output as a yes only when it is exactly 1, so it reads about 0; a threshold of 0.5 is expected`,
        better: `const yes = model.predict(x).greater(0.5);  // then tf.metrics.${metric}(y, yes)`,
      }
    : undefined;

const ofOneValue: Rule = ({metric, width}) =>
  metric === "categoricalAccuracy" && width === 1
    ? {
        verdict: "fail",
        summary:
          "categoricalAccuracy looks for the largest of one value, which is always the first, so it reads 1; one-hot labels are expected",
        better: `metrics: ["binaryAccuracy"]`,
      }
    : undefined;

const ofSigns: Rule = ({metric, named, coding}) =>
  metric === "binaryAccuracy" && coding === "signs"
    ? {
        verdict: "fail",
        summary: `${named} compares the labels -1 and 1 with 0 and 1, so that no row labelled -1 can be right; labels of 0 and 1 are expected`,
        better: "const right = (y, p) => tf.mean(tf.equal(tf.sign(y), tf.sign(p)));  // metrics: [right]",
      }
    : undefined;

const ofScores: Rule = ({metric, named, output: {loss, units}}) =>
  metric === "binaryAccuracy" && loss === "sigmoidCrossEntropy"
    ? {
        verdict: "warn",
        summary: `${named} cuts the ${units === 1 ? "score" : "scores"} at 0.5, a probability of 0.62; a cut at 0 is expected of scores`,
        better: "const right = (y, p) => tf.mean(tf.equal(y, tf.cast(tf.greater(p, 0), y.dtype)));  // metrics: [right]",
      }
    : undefined;

const ofSeveralClasses: Rule = ({metric, named, coding, target}) =>
  metric === "binaryAccuracy" && coding === "classes"
    ? {
        verdict: "warn",
        summary: `${named} over one unit compares the labels with 0 and 1, so that the ${percent(shareOf(target.values, (value) => value > 1))} of rows beyond can never be right; a unit a class, or a distance, is expected`,
        better: `metrics: ["mae"]  // or one unit a class, softmax and sparseCategoricalCrossentropy`,
      }
    : undefined;

const ofSeveralLabels: Rule = ({metric, named, coding, target, width}) =>
  metric === "categoricalAccuracy" && coding === "multi-hot" && shareOf(rowSums(target, width), (sum) => sum > 1) > 0.01
    ? {
        verdict: "warn",
        summary: `${named} compares the largest output with the first label of a row, though ${percent(shareOf(rowSums(target, width), (sum) => sum > 1))} of the rows have several; each label is expected to be counted`,
        better: `metrics: ["binaryAccuracy"]`,
      }
    : undefined;

const rules: readonly Rule[] = [unitByUnit, ofNumbers, exactlyOne, ofOneValue, ofSigns, ofScores, ofSeveralClasses, ofSeveralLabels];
