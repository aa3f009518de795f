import {check, notLearning, type LayerFacts, type Network, type OutputFacts} from "../check.js";
import {sources} from "../sources.js";
import {tail} from "./path.js";

/** Softmax over one unit divides a number by itself: the output is 1 and the gradient 0. */
export const softmaxOnSingleUnit = check(
  {
    name: "softmax-on-single-unit",
    stage: "model",
    symptom: "The network gives the same answer for every input and the loss does not move.",
    cause: "Softmax over one unit divides a number by itself: the output is 1 whatever the input, and the gradient is 0.",
    remedy: "Use a sigmoid on the single unit with binaryCrossentropy, or two units with softmax and one-hot labels.",
    source: {...sources.neuralint, at: "rule on the last layer's activation"},
    explains: [
      ...notLearning,
      "unreachable-targets",
      "wrong-loss",
      "wrong-output-activation",
      "probabilities-from-logits",
      "wrong-labels-encoding",
    ],
    needs: ["network"],
  },
  ({network}) => {
    const sick = network.outputs.find((output) => alone(output, network));
    const hidden = sick
      ? undefined
      : network.layers.find((layer) => constant(layer) && !network.outputs.some((one) => one.layer === layer.name));
    const widths = network.outputs.map(
      ({units, activations}) => `${units} ${units === 1 ? "unit" : "units"} with ${activations.join(" of ") || "no activation"}`,
    );
    return {
      verdict: sick ? "fail" : hidden ? "warn" : "pass",
      summary: sick
        ? `the output ${sick.name} has 1 unit under softmax, which is always 1; softmax needs at least 2`
        : hidden
          ? `${hidden.name} has 1 unit under softmax, which is always 1: whatever it was to weigh is weighed alike; softmax needs at least 2, or another axis`
          : `the output has ${widths.join("; ")}`,
      evidence: sick
        ? [
            {
              kind: "code",
              label: "what would work",
              language: "ts",
              code: `tf.layers.dense({units: 1, activation: "sigmoid"})  // with loss: "binaryCrossentropy"`,
            },
          ]
        : [],
      certainty: "exact",
    };
  },
);

/** True for an output of one unit that a softmax makes 1; a softmax over steps of time or places has more than one value to share among. */
function alone(output: OutputFacts, network: Network): boolean {
  if (output.units !== 1 || !output.activations.includes("softmax")) return false;
  return !tail(network, output).some((layer) => layer.kind === "Softmax" && !alongUnits(layer));
}

const constant = (layer: LayerFacts): boolean => layer.activation === "softmax" && layer.outputShape.at(-1) === 1 && alongUnits(layer);

/** True when the softmax is taken over the last dimension, as all but a Softmax layer with an axis are. */
const alongUnits = ({kind, config, outputShape}: LayerFacts): boolean =>
  kind !== "Softmax" || config.axis === undefined || config.axis === -1 || config.axis === outputShape.length;
