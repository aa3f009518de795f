import {check} from "../check.js";
import {percent} from "../math/digits.js";
import {sources} from "../sources.js";
import {tail} from "./path.js";

/** Dropout or noise between the last weights and the loss. */
export const dropoutOnOutput = check(
  {
    name: "dropout-on-output",
    stage: "model",
    symptom: "The training loss stays high and jumps about, while the validation loss is lower.",
    cause: "Dropout behind the last weights wipes out part of the very answer that the loss reads, the right one too.",
    remedy: "Move the dropout in front of the last layer with weights, or remove it.",
    source: {...sources.neuralint, at: "rules on dropout"},
    explains: [
      "oscillating-loss",
      "cannot-memorise",
      "too-few-steps",
      "learning-rate-too-low",
      "over-regularised",
      "wrong-initial-loss",
      "below-reference",
      "cannot-learn-elsewhere",
    ],
    needs: ["network"],
  },
  ({network}) => {
    const found = network.outputs.flatMap((output) =>
      tail(network, output).filter(({kind, config}) => /Dropout|GaussianNoise/.test(kind) && Number(config.rate ?? config.stddev) > 0),
    );
    const [layer] = found;
    return {
      verdict: layer ? "fail" : "pass",
      summary: layer
        ? `${layer.name} (${layer.kind}) stands behind the last weights and ${layer.kind === "GaussianNoise" ? "disturbs every" : `drops ${percent(Number(layer.config.rate))} of the`} output at each step; expected none there`
        : "no dropout stands behind the last weights",
      evidence: found.length
        ? [
            {
              kind: "table",
              label: "the end of the network, from the output back",
              columns: ["layer", "kind", "activation"],
              rows: tail(network, network.outputs[0]!).map(({name, kind, activation}) => [name, kind, activation]),
            },
          ]
        : [],
      certainty: "exact",
    };
  },
);
