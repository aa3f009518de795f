import {check, notLearning} from "../check.js";
import {sources} from "../sources.js";

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
    const sick = network.outputs.find(({units, activations}) => units === 1 && activations.includes("softmax"));
    const widths = network.outputs.map(
      ({units, activations}) => `${units} ${units === 1 ? "unit" : "units"} with ${activations.join(" of ") || "no activation"}`,
    );
    return {
      verdict: sick ? "fail" : "pass",
      summary: sick
        ? `the output ${sick.name} has 1 unit under softmax, which is always 1; softmax needs at least 2`
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
