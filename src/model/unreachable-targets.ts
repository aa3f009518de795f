import {check, notLearning, type Bank, type Block, type Network, type OutputFacts} from "../check.js";
import {digits, percent} from "../math/digits.js";
import {extent, histogram, mean} from "../math/stats.js";
import {sources} from "../sources.js";
import {interval, rangeOf, type Range} from "./ranges.js";

/** How much of a target lies where its output cannot go. */
interface Reach {
  output: OutputFacts;
  target: Block;
  range: Range;
  /** Share of the target's values outside the range. */
  outside: number;
  /** Least mean squared error of any output in the range, as a share of the target's variance. */
  lost: number;
}

/** The output's activation cannot give the targets. */
export const unreachableTargets = check(
  {
    name: "unreachable-targets",
    stage: "model",
    symptom: "The loss stops far above zero; predictions stick to a bound, such as 0 or 1, where the targets go beyond it.",
    cause: "The activation of the output bounds what the network can say, and targets lie outside these bounds.",
    remedy:
      "For a regression use a linear output (no activation), or scale the targets into the activation's range with the training rows' minimum and maximum.",
    source: {...sources.deepDiagnosis, at: "out of range"},
    explains: [...notLearning, "wrong-output-activation", "too-small-model", "too-few-steps"],
    needs: ["train", "network"],
    wants: ["bank"],
  },
  async ({train, network, task, bank}) => {
    // Several labels at once under softmax: wrong-output-activation says so.
    const reaches = network.outputs
      .filter(({activations, units}) => units === 1 || task !== "multilabel" || activations.at(-1) !== "softmax")
      .flatMap((output) => reach(output, train.y[network.outputs.indexOf(output)]));
    const worst = reaches.reduce<Reach | undefined>((a, b) => (a && a.lost >= b.lost ? a : b), undefined);
    if (!worst)
      return {verdict: "pass", summary: "no activation bounds an output that is compared with numbers", evidence: [], certainty: "exact"};
    const verdict =
      worst.outside === 0 ? "pass" : worst.lost > harmless && (!bank || (await misses(worst, {bank, network}))) ? "fail" : "warn";
    const [low, high] = extent(worst.target.values);
    return {
      verdict,
      summary:
        worst.outside === 0
          ? `the targets (${digits(low)} to ${digits(high)}) lie in ${interval(worst.range)}, the range of ${worst.output.activations.at(-1)}`
          : `${percent(worst.outside)} of the targets (${digits(low)} to ${digits(high)}) lie outside ${interval(worst.range)}${worst.range.simplex ? " with rows that sum to 1" : ""}, all that ${worst.output.activations.at(-1)} can give; at least ${percent(worst.lost)} of their variance is out of reach`,
      evidence: verdict === "pass" ? [] : [show(worst)],
      certainty: "exact",
    };
  },
);

/** Share of the variance that may be out of reach without harm: a few targets at the edge of the range. */
const harmless = 0.01;

/** Losses that compare output and target value by value; with others the targets are not values to reach. */
const compares = new Set([
  "meanSquaredError",
  "meanAbsoluteError",
  "meanAbsolutePercentageError",
  "logcosh",
  "huberLoss",
  "absoluteDifference",
  "binaryCrossentropy",
  "logLoss",
  "custom",
]);

/** True unless a loss of the user's own is not least at its targets: it may read them otherwise than as values that the output shall give. */
async function misses({output, range}: Reach, {bank, network}: {bank: Bank; network: Network}): Promise<boolean> {
  if (output.loss !== "custom") return true;
  const index = network.outputs.indexOf(output);
  const answer = async (change: (values: Float64Array) => ArrayLike<number>) => {
    const outputs = bank.train.y.map(({values}, i) => Float32Array.from(i === index ? change(Float64Array.from(values)) : values));
    return (await bank.loss({outputs}))[index]!;
  };
  try {
    const nearest = (values: Float64Array) => nearestIn(range, {values, units: output.units});
    const least = await answer((values) => values);
    const short = await answer(nearest);
    const beyond = await answer((values) => nearest(values).map((value, i) => 2 * values[i]! - value));
    return short > least && beyond > least;
  } catch {
    return false;
  }
}

function reach(output: OutputFacts, target: Block | undefined): Reach[] {
  const range = rangeOf(output.activations);
  if (!range || !target || !compares.has(output.loss) || target.size % output.units !== 0) return [];
  if (output.loss === "custom" && range.simplex) return [];
  const values = Float64Array.from(target.values).filter(Number.isFinite);
  const nearest = nearestIn(range, {values, units: output.units});
  const centre = mean(values);
  const spread = values.reduce((sum, value) => sum + (value - centre) ** 2, 0) || 1;
  let error = 0;
  let outside = 0;
  values.forEach((value, i) => {
    const gap = Math.abs(value - nearest[i]!);
    error += gap ** 2;
    if (gap > 1e-4 * Math.max(1, Math.abs(value))) outside++;
  });
  return [{output, target, range, outside: outside / values.length, lost: Math.min(1, error / spread)}];
}

/** For each value the nearest that the output can give. */
function nearestIn({low, high, simplex}: Range, {values, units}: {values: ArrayLike<number>; units: number}): Float64Array {
  const nearest = Float64Array.from(values);
  if (!simplex) return nearest.map((value) => Math.min(high, Math.max(low, value)));
  for (let row = 0; row + units <= nearest.length; row += units) nearest.set(ontoSimplex(nearest.slice(row, row + units)), row);
  return nearest;
}

/** The nearest point whose parts are not negative and sum to 1 (Duchi and others 2008, figure 1). */
function ontoSimplex(point: Float64Array): Float64Array {
  const descending = [...point].sort((a, b) => b - a);
  let sum = 0;
  let shift = 0;
  descending.forEach((value, i) => {
    sum += value;
    if (value - (sum - 1) / (i + 1) > 0) shift = (sum - 1) / (i + 1);
  });
  return point.map((value) => Math.max(0, value - shift));
}

function show({target, range, output}: Reach): {
  kind: "histogram";
  label: string;
  edges: number[];
  series: {name: string; counts: number[]}[];
  marks: {axis: "x"; value: number; label: string}[];
} {
  const {edges, counts} = histogram(target.values, {bins: 40});
  const marks = [range.low, range.high]
    .filter(Number.isFinite)
    .map((value) => ({axis: "x" as const, value, label: `bound of ${output.activations.at(-1)}`}));
  return {kind: "histogram", label: "targets, and the bounds of the output", edges, series: [{name: "targets", counts}], marks};
}
