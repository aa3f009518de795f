import {check, notLearning, type Network} from "../check.js";
import {tail} from "./path.js";

/** Batch normalisation where it cannot work: behind the output, or on batches too small to have statistics. */
export const batchNormMisuse = check(
  {
    name: "batch-norm-misuse",
    stage: "model",
    symptom: "Training looks better than any validation, or the loss stays far above a guess.",
    cause:
      "Batch normalisation behind the output turns probabilities into numbers of any sign; on a batch of one or two rows every normalised value is 0, or -1 and 1.",
    remedy:
      "Put batch normalisation between hidden layers, and train on batches of at least 16 rows; for tiny batches use layerNormalization.",
    source: {
      title: "Batch Normalization: Accelerating Deep Network Training by Reducing Internal Covariate Shift",
      by: "Sergey Ioffe, Christian Szegedy",
      year: 2015,
      at: "section 3.2",
      url: "https://arxiv.org/abs/1502.03167",
    },
    explains: [...notLearning, "wrong-output-activation", "probabilities-from-logits", "batch-size", "overfitting", "stale-statistics"],
    needs: ["network", "schedule"],
  },
  ({network, schedule: {batchSize}}) => {
    const norms = network.layers.filter(({kind}) => kind === "BatchNormalization");
    const last = behindOutput(network);
    // Over positions of an image or a sequence there are more values than rows.
    const flat = norms.filter(({inputShape}) => inputShape.length === 1);
    const tiny = flat.length > 0 && batchSize <= smallest;
    const small = flat.length > 0 && batchSize < 8;
    const evidence = norms.length
      ? [
          {
            kind: "table" as const,
            label: "batch normalisations",
            columns: ["layer", "units", "rows a batch"],
            rows: norms.map(({name, outputShape}) => [name, outputShape.at(-1) ?? null, batchSize]),
          },
        ]
      : [];
    if (last)
      return {
        verdict: "fail",
        summary: `${last.layer} normalises the output itself, and ${last.loss} gets numbers of any sign; it expects probabilities`,
        evidence,
        certainty: "exact",
      };
    return {
      verdict: tiny ? "fail" : small ? "warn" : "pass",
      summary:
        norms.length === 0
          ? "there is no batch normalisation"
          : `${norms.length} batch ${norms.length === 1 ? "normalisation" : "normalisations"} over batches of ${batchSize} rows${small ? "; at least 16 are expected" : ""}`,
      evidence: small ? evidence : [],
      certainty: "exact",
    };
  },
);

/** On one row every normalised value is 0, on two -1 or 1: nothing of the size is left. */
const smallest = 2;

function behindOutput(network: Network): {layer: string; loss: string} | undefined {
  for (const output of network.outputs) {
    const [end] = tail(network, output);
    if (end?.kind === "BatchNormalization" && /rossentropy/.test(output.loss)) return {layer: end.name, loss: output.loss};
  }
  return undefined;
}
