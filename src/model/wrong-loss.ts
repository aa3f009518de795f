import {check} from "../check.js";
import {digits, percent} from "../math/digits.js";
import {extent} from "../math/stats.js";
import {sources} from "../sources.js";
import {binary, categorical, distances, distinct, isClasses, pair, rowSums, shareOf, type Pairing} from "./coding.js";

/** What a rule says of an output; a misfit that learns all the same is a `warn`. */
interface Misfit {
  verdict: "fail" | "warn";
  summary: string;
  better: string;
}

/** The loss measures something else than the task asks for. */
export const wrongLoss = check(
  {
    name: "wrong-loss",
    stage: "model",
    symptom: "The loss falls below zero, or it falls while the predictions stay useless.",
    cause: "The loss was made for another kind of target: cross-entropy for numbers, distances for classes, one class for several.",
    remedy:
      "Numbers: meanSquaredError with a linear output. Two classes: binaryCrossentropy with one sigmoid. One of several classes: categoricalCrossentropy with softmax. Several labels at once: binaryCrossentropy with a sigmoid each.",
    source: {...sources.goodfellow, at: "section 6.2.2, output units"},
    explains: [
      "cannot-memorise",
      "below-baseline",
      "ignores-inputs",
      "flat-loss",
      "collapsed-predictions",
      "divergence",
      "wrong-initial-loss",
      "wrong-output-activation",
    ],
    needs: ["train", "network"],
  },
  ({train, network, task}) => {
    const pairs = pair(network, train);
    const found = pairs
      .flatMap((one) => rules.flatMap((rule) => rule(one) ?? []))
      .sort((a, b) => Number(b.verdict === "fail") - Number(a.verdict === "fail"))[0];
    return {
      verdict: found?.verdict ?? "pass",
      summary: found?.summary ?? `${[...new Set(pairs.map(({output}) => output.loss))].join(" and ")} fits the task ${task}`,
      evidence: found ? [{kind: "code", label: "what would fit", language: "ts", code: found.better}] : [],
      certainty: "exact",
    };
  },
);

type Rule = (pairing: Pairing) => Misfit | undefined;

const regression = `tf.layers.dense({units: 1})  // linear, with loss: "meanSquaredError"`;
const classes = `tf.layers.dense({units: classes, activation: "softmax"})  // with loss: "categoricalCrossentropy" and one-hot labels`;
const labels = `tf.layers.dense({units: labels, activation: "sigmoid"})  // with loss: "binaryCrossentropy"`;

const crossentropyOfNumbers: Rule = ({output: {loss}, target, coding, width}) => {
  if (coding !== "numbers" || !(binary.has(loss) || categorical.has(loss) || loss === "sparseCategoricalCrossentropy")) return undefined;
  const found = distinct(target.values.filter(Number.isFinite));
  if (found.length <= 20 && found.every(Number.isInteger)) return undefined; // Labels in another code: wrong-labels-encoding says so.
  const [low, high] = extent(found);
  const shares = categorical.has(loss)
    ? shareOf(rowSums(target, width), (sum) => Math.abs(sum - 1) > 0.01) === 0
    : !loss.startsWith("sparse");
  if (shares && low >= 0 && high <= 1) return undefined; // Soft labels are legitimate.
  return {
    verdict: "fail",
    summary: `the targets are numbers from ${digits(low)} to ${digits(high)}; ${loss} expects ${loss.startsWith("sparse") ? "class numbers" : "probabilities from 0 to 1"} and has no least value for them`,
    better: regression,
  };
};

const oneClassForSeveral: Rule = ({output: {loss}, target, coding, width}) => {
  if (!categorical.has(loss) || coding !== "multi-hot" || width === 1) return undefined;
  const several = shareOf(rowSums(target, width), (sum) => sum > 1);
  return several > 0.01
    ? {
        verdict: "fail",
        summary: `${percent(several)} of the rows have more than one label; ${loss} expects exactly one a row`,
        better: labels,
      }
    : undefined;
};

const logarithms: Rule = ({output: {loss}, target}) => {
  const negative = shareOf(target.values, (value) => value < 0);
  if (["meanSquaredLogarithmicError", "poisson"].includes(loss) && negative > 0)
    return {verdict: "fail", summary: `${percent(negative)} of the targets are negative; ${loss} expects none below 0`, better: regression};
  const zero = shareOf(target.values, (value) => value === 0);
  if (loss === "meanAbsolutePercentageError" && zero > 0)
    return {
      verdict: "fail",
      summary: `${percent(zero)} of the targets are 0; ${loss} divides by them and counts an error of 1 as 1e9 %`,
      better: regression,
    };
  return undefined;
};

const distanceOfClasses: Rule = ({output: {loss, activations, units}, coding}) => {
  if (!distances.has(loss) || !isClasses(coding)) return undefined;
  if (!["softmax", "sigmoid"].includes(activations.at(-1) ?? "") && coding !== "one-hot") return undefined;
  const fits = coding === "one-hot" ? "categoricalCrossentropy" : "binaryCrossentropy";
  return {
    verdict: "warn",
    summary: `${loss} on ${coding} labels: its gradient vanishes where the network is confidently wrong; ${fits} over ${units} ${units === 1 ? "unit" : "units"} is expected`,
    better: coding === "one-hot" ? classes : labels,
  };
};

const manyQuestionsForOne: Rule = ({output: {loss, units}, coding}) =>
  binary.has(loss) && units > 2 && coding === "one-hot"
    ? {
        verdict: "warn",
        summary: `${loss} asks ${units} yes-or-no questions where one of ${units} classes is right and averages them: its gradient is about ${units} times smaller than that of categoricalCrossentropy`,
        better: classes,
      }
    : undefined;

const rules: readonly Rule[] = [crossentropyOfNumbers, oneClassForSeveral, logarithms, distanceOfClasses, manyQuestionsForOne];
