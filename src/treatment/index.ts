import {completeRows, dropColumns, imputeValues, trustedRows, uniqueRows} from "./data.js";
import {properHead} from "./head.js";
import {
  addNonlinearity,
  deregularise,
  initialise,
  keepAnswers,
  repairBatchNorm,
  restrain,
  revive,
  unfreeze,
  unsaturate,
  widen,
} from "./layers.js";
import {matchInputs, scaledTargets, scaleInputs, scaleTargets} from "./scaling.js";
import {adam, faster, longer, shuffleRows, slower, steadyRate, usualBatch, weighClasses} from "./training.js";
import {together, type Patient, type Proposal, type Remedy} from "./treatment.js";

/** What no program can repair, and what a person must do. */
const impossible =
  (reason: string): Remedy =>
  () => ({impossible: reason});

/** The proposals of several remedies, in this order; impossible when all are. */
const any =
  (...remedies: readonly Remedy[]): Remedy =>
  (patient) => {
    const made = remedies.map((remedy) => remedy(patient));
    const proposals = made.flatMap((one) => ("impossible" in one ? [] : one));
    return proposals.length ? proposals : made[0]!;
  };

/** The proper last layer, alone and with scaled targets. */
const reachTargets: Remedy = (patient) => {
  const head = properHead(patient);
  if ("impossible" in head || !["regression", "forecast"].includes(patient.task)) return head;
  return [...head, together(`${head[0]!.title}, scaled targets`, [...head, scaledTargets(patient.model)])];
};

/** Inputs and targets scaled, both where both are numbers. */
const scaleBoth: Remedy = (patient) => {
  const inputs = scaleInputs(patient);
  const targets = scaleTargets(patient);
  if ("impossible" in inputs || "impossible" in targets) return inputs;
  return [...inputs, together("inputs and targets of mean 0 and deviation 1", [...inputs, ...targets])];
};

/** What helps most networks that do not learn, the likeliest first: for symptoms without a cause. */
const usual: Remedy = any(slower, faster, initialise, unsaturate, widen, longer);

/** What may go together with a remedy that does nothing alone: a start by the book, Adam, and ten times the epochs. */
export const companions = (patient: Patient): readonly Proposal[] => {
  const made = [initialise(patient), longer(patient)].map((one) => ("impossible" in one ? [] : one));
  return [...made[0]!, adam(0.01), ...made[1]!.slice(-1)];
};

/** What may be done about each illness. */
export const remedies: Readonly<Record<string, Remedy>> = {
  "softmax-on-single-unit": properHead,
  "wrong-output-activation": properHead,
  "probabilities-from-logits": properHead,
  "wrong-loss": properHead,
  "wrong-labels-encoding": properHead,
  "broadcast-loss": properHead,
  "loss-reduction": properHead,
  "ignores-labels": any(properHead, usual),
  "wrong-metric": properHead,
  "unreachable-targets": reachTargets,
  "dropout-on-output": keepAnswers,
  "missing-nonlinearity": addNonlinearity,
  bottleneck: widen,
  "too-small-model": widen,
  "bad-initialisation": initialise,
  "wrong-initial-loss": any(initialise, scaleBoth),
  "frozen-weights": unfreeze,
  "batch-norm-misuse": repairBatchNorm,
  "stale-statistics": repairBatchNorm,
  "mixed-batch": impossible(
    "some layer or loss of your own mixes the rows of a batch: write it so that each row's answer rests on that row",
  ),
  "wrong-gradient": impossible("correct the gradient of the layer or loss that the finding names"),
  "ignored-input": any(initialise, unfreeze),
  "unscaled-inputs": scaleBoth,
  "double-normalisation": scaleBoth,
  "unscaled-targets": any(scaleTargets, scaleBoth),
  "preprocessing-mismatch": matchInputs,
  "drifted-split": matchInputs,
  "missing-values": imputeValues,
  "non-finite-values": completeRows,
  "label-noise": trustedRows,
  "duplicate-rows": uniqueRows,
  "leaked-split": uniqueRows,
  "leaked-labels": dropColumns,
  "constant-feature": dropColumns,
  "class-imbalance": weighClasses,
  "ignored-class": any(weighClasses, usual),
  "unshuffled-data": shuffleRows,
  "misaligned-labels": impossible(
    "nothing in the rows says which label belongs to which: read both anew from where they came, side by side",
  ),
  "swapped-labels": impossible("read the labels of each part anew from its own file"),
  "no-signal": impossible("the inputs do not tell the targets: other inputs are needed"),
  "learning-rate-too-high": slower,
  "learning-rate-too-low": faster,
  "exploding-gradient": any(initialise, slower),
  divergence: any(slower, initialise, scaleBoth),
  "vanishing-gradient": unsaturate,
  "dead-units": any(revive, slower, widen),
  "saturated-units": any(scaleInputs, unsaturate, initialise),
  "batch-size": usualBatch,
  "too-few-steps": any(longer, faster),
  "over-regularised": deregularise,
  overfitting: restrain,
  "bad-schedule": steadyRate,
  "oscillating-loss": slower,
  "unmoved-weights": faster,
  "growing-weight-norms": slower,
  "cannot-memorise": usual,
  "flat-loss": usual,
  "below-baseline": usual,
  "below-reference": usual,
  "collapsed-predictions": usual,
};
