import {check, notLearning, type OutputFacts} from "../check.js";
import type {Evidence} from "../finding.js";
import {digits, percent} from "../math/digits.js";
import {extent, histogram} from "../math/stats.js";
import {sources} from "../sources.js";
import {binary, categorical, shareOf} from "./coding.js";

/** The loss takes scores for probabilities, or probabilities for scores. */
export const probabilitiesFromLogits = check(
  {
    name: "probabilities-from-logits",
    stage: "model",
    symptom: "The loss starts or stays far above that of a guess, or stops far above zero although the classes are easy.",
    cause:
      "The loss expects probabilities and gets the raw scores of a linear layer, or it applies the softmax itself and gets probabilities, which a second softmax flattens.",
    remedy:
      "Exactly one softmax (or sigmoid): as activation of the last layer with categoricalCrossentropy or binaryCrossentropy, or a linear output with tf.losses.softmaxCrossEntropy or tf.losses.sigmoidCrossEntropy.",
    source: {...sources.tfjs, at: "losses.ts, categoricalCrossentropy: output / sum(output), clipped to 1e-7"},
    explains: [...notLearning, "wrong-output-activation", "too-small-model", "learning-rate-too-low"],
    needs: ["network", "probe"],
  },
  async ({network, probe}) => {
    const {outputs} = await probe();
    const found = network.outputs.flatMap((output, i) => mixed(output, outputs[i]!) ?? []);
    return {
      verdict: found.length ? "fail" : "pass",
      summary:
        found[0]?.summary ??
        network.outputs.map(({loss, activations}) => `${loss} gets ${activations.join(" of ") || "linear"} outputs`).join("; "),
      evidence: found.flatMap(({evidence}) => evidence),
      certainty: "exact",
    };
  },
);

interface Mixture {
  summary: string;
  evidence: Evidence[];
}

const squashing = new Set(["softmax", "sigmoid", "hardSigmoid"]);

function mixed(output: OutputFacts, values: Float32Array): Mixture | undefined {
  const {activations, fromLogits, loss, units} = output;
  const last = activations.at(-1) ?? "linear";
  const before = activations.at(-2) ?? "linear";
  if (fromLogits && squashing.has(last))
    return {
      summary: `${loss} applies the ${loss.startsWith("sigmoid") ? "sigmoid" : "softmax"} itself, but the output has passed a ${last} already; it expects a linear output`,
      evidence: [],
    };
  if (last === "softmax" && squashing.has(before))
    return {
      summary: `the output passes a softmax after a ${before}: no class can get more than ${digits(cap(units))} of ${units} classes; one softmax is expected`,
      evidence: [],
    };
  const probabilities = categorical.has(loss) || binary.has(loss) || loss === "sparseCategoricalCrossentropy";
  if (!probabilities || fromLogits || last !== "linear") return undefined;
  const outside = shareOf(values, (value) => value < 0 || value > 1);
  return outside > 0
    ? {
        summary: `${percent(outside)} of the outputs lie outside 0 to 1, for the last layer has no activation; ${loss} expects probabilities`,
        evidence: [show(values)],
      }
    : undefined;
}

/** The largest share that a softmax gives to scores between 0 and 1: e / (e + units − 1). */
const cap = (units: number): number => Math.E / (Math.E + units - 1);

function show(values: Float32Array): Evidence {
  const [low, high] = extent(values);
  const {edges, counts} = histogram(values, {bins: 30, range: [Math.min(low, 0), Math.max(high, 1)]});
  const marks = [0, 1].map((value) => ({axis: "x" as const, value, label: `least and most of a probability`}));
  return {
    kind: "histogram",
    label: "outputs of the untrained network",
    x: {label: "output"},
    edges,
    series: [{name: "outputs", counts}],
    marks,
  };
}
