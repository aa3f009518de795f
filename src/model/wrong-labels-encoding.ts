import {check, notLearning} from "../check.js";
import {digits, percent} from "../math/digits.js";
import {extent} from "../math/stats.js";
import {sources} from "../sources.js";
import {binary, categorical, distinct, pair, rowSums, shareOf, type Pairing} from "./coding.js";

/** The labels are not coded as the loss and the units read them. */
export const wrongLabelsEncoding = check(
  {
    name: "wrong-labels-encoding",
    stage: "model",
    symptom: "fit refuses the targets, or it runs and some classes are never predicted.",
    cause:
      "The loss reads the labels in another code than they are written in: integers against one-hot rows, numbers of classes that have no unit, -1 and 1 for 0 and 1.",
    remedy:
      "With one unit a class: integers from 0 with sparseCategoricalCrossentropy, or tf.oneHot rows with categoricalCrossentropy, both under softmax. For two classes: 0 and 1, one sigmoid unit, binaryCrossentropy.",
    source: {...sources.tfjs, at: "losses.ts and checkLossAndTargetCompatibility in training.ts"},
    explains: [
      ...notLearning,
      "unreachable-targets",
      "wrong-loss",
      "wrong-output-activation",
      "wrong-metric",
      "index-out-of-range",
      "unscaled-targets",
      "too-small-model",
      "class-imbalance",
    ],
    needs: ["train", "network"],
  },
  ({train, network}) => {
    const pairs = pair(network, train);
    const problem = pairs.flatMap((one) => rules.flatMap((rule) => rule(one) ?? []))[0];
    const one = pairs[0];
    return {
      verdict: problem ? "fail" : "pass",
      summary:
        problem ??
        (one
          ? `${one.coding === "numbers" ? "the targets are numbers" : `${one.coding} labels`} of ${one.width} for ${one.output.units} units under ${one.output.loss}`
          : "there are no targets"),
      evidence: problem
        ? [
            {
              kind: "table",
              label: "labels, output and loss",
              columns: ["output", "units", "loss", "label values", "values a row"],
              rows: pairs.map(describe),
            },
          ]
        : [],
      certainty: "exact",
    };
  },
);

type Rule = (pairing: Pairing) => string | undefined;

const widths: Rule = ({output: {loss, units}, width, coding}) => {
  const sparse = loss === "sparseCategoricalCrossentropy";
  if (sparse)
    return width > 1 && width === units
      ? `labels are ${coding === "numbers" ? "" : `${coding} `}rows of ${width}; sparseCategoricalCrossentropy expects one integer a row`
      : undefined;
  if (categorical.has(loss) && width === 1)
    return `labels hold one number a row; ${loss} expects one-hot rows of ${units > 1 ? units : "one value a class"}, and fit refuses it`;
  // fit checks the shape of every target against its output (standardizeUserDataXY in training.ts).
  return width !== units
    ? `labels have ${width} values a row, the output ${units} units; fit refuses them under ${loss}, it expects as many of each`
    : undefined;
};

const integers: Rule = ({output: {loss, units}, target: {values}, width}) => {
  if (loss !== "sparseCategoricalCrossentropy" || width !== 1) return undefined;
  const broken = shareOf(values, (value) => Number.isFinite(value) && !Number.isInteger(value));
  if (broken > 0)
    return `${percent(broken)} of the labels are not whole numbers (such as ${digits(values.find((value) => !Number.isInteger(value))!)}); sparseCategoricalCrossentropy expects 0 to ${units - 1} and rounds down`;
  const outside = shareOf(values, (value) => value < 0 || value >= units);
  const [low, high] = extent(values);
  return outside > 0
    ? `labels run from ${low} to ${high}; ${units} units expect 0 to ${units - 1}, and the ${percent(outside)} of rows beyond cost nothing, so they are never learned`
    : undefined;
};

const yesOrNo: Rule = ({output: {loss, units}, target: {values}}) => {
  if (!binary.has(loss)) return undefined;
  const found = distinct(values.filter(Number.isFinite)).slice(0, 21);
  const labels = found.length <= 20 && found.every(Number.isInteger);
  if (!labels || found.every((value) => value === 0 || value === 1)) return undefined;
  const fix = found.length > 2 ? `${found.length} classes need ${found.length} units under softmax` : "map them to 0 and 1";
  return `labels are ${found.join(", ")}; ${loss} over ${units} ${units === 1 ? "unit" : "units"} expects 0 and 1: ${fix}`;
};

const signs: Rule = ({output: {loss}, coding}) =>
  ["hinge", "squaredHinge"].includes(loss) && coding === "binary"
    ? `labels are 0 and 1; ${loss} expects -1 and 1, and a row labelled 0 costs 1 whatever the output`
    : undefined;

const classless: Rule = ({output: {loss}, target, width, coding}) => {
  // In a sequence or an image a row without a 1 marks a step or a place that does not count.
  if (!categorical.has(loss) || width === 1 || coding === "numbers" || target.shape.length > 1) return undefined;
  const sums = rowSums(target, width);
  const none = shareOf(sums, (sum) => sum === 0);
  return none > 0 && shareOf(sums, (sum) => sum > 1) === 0
    ? `${percent(none)} of the label rows hold no 1; ${loss} expects one 1 a row, and rows without cost nothing`
    : undefined;
};

const rules: readonly Rule[] = [widths, integers, yesOrNo, signs, classless];

function describe({output, target, width}: Pairing): (string | number)[] {
  const found = distinct(target.values);
  return [
    output.name,
    output.units,
    output.loss,
    found.length > 12 ? `${digits(found[0]!)} to ${digits(found.at(-1)!)}, ${found.length} different` : found.map(digits).join(", "),
    width,
  ];
}
