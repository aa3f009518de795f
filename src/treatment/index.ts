import {uniqueRows} from "./duplicate-rows.js";
import {trustedRows} from "./label-noise.js";
import {dropColumns} from "./leaked-labels.js";
import {imputeValues} from "./missing-values.js";
import {completeRows} from "./non-finite-values.js";
import {keepPretrained} from "./destroyed-pretraining.js";
import {tidyOrder} from "./doubtful-layer-order.js";
import {clip} from "./exploding-gradient.js";
import {properHead} from "./head.js";
import {coverIds} from "./index-out-of-range.js";
import {initialise} from "./bad-initialisation.js";
import {normalise, repairBatchNorm} from "./batch-norm-misuse.js";
import {widen} from "./bottleneck.js";
import {revive} from "./dead-units.js";
import {keepAnswers} from "./dropout-on-output.js";
import {unfreeze} from "./frozen-weights.js";
import {addNonlinearity} from "./missing-nonlinearity.js";
import {deregularise} from "./over-regularised.js";
import {restrain} from "./overfitting.js";
import {unsaturate} from "./vanishing-gradient.js";
import {realign} from "./misaligned-labels.js";
import {splitAnew, splitBySubject, splitByTime} from "./new-split.js";
import {matchInputs, scaledTargets, scaleInputs, scaleTargets} from "./scaling.js";
import {swapBack} from "./swapped-labels.js";
import {adam, faster, longer, shuffleRows, slower, steadyRate, usualBatch, weighClasses} from "./training.js";
import {mask} from "./unmasked-padding.js";
import {transposePictures} from "./wrong-image-layout.js";
import {startAtGuess} from "./wrong-initial-loss.js";
import {properMetric} from "./wrong-metric.js";
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

/** Relus in place of what saturates, and Adam, whose steps do not shrink with the gradient. */
const unsaturateWithAdam: Remedy = (patient) => {
  const relu = unsaturate(patient) as readonly Proposal[];
  return [together(`${relu[0]!.title}, Adam at a rate of 0.001`, [...relu, adam(0.001)])];
};

/** A rate above 0; a fit that was not awaited, or was another model's, no program can put right. */
const train: Remedy = (patient) =>
  patient.network.optimizer.learningRate === 0
    ? faster(patient)
    : {impossible: "await model.fit(…) on the very model that is judged, and load the weights that it saved"};

/** Dropout and noise off, where they make the modes differ. */
const settle: Remedy = (patient) =>
  patient.network.layers.some(({kind}) => /Dropout|Noise/.test(kind))
    ? deregularise(patient)
    : {impossible: "a layer of your own answers otherwise in inference than in training: let both modes keep the same mean"};

/** What helps most networks that do not learn, the likeliest first: for symptoms without a cause. */
const usual: Remedy = any(slower, faster, initialise, unsaturate, widen, longer);

/** What may go together with a remedy that does nothing alone: a start by the book, Adam, and ten times the epochs. */
export const companions = (patient: Patient): readonly Proposal[] => {
  const made = [initialise(patient), longer(patient)].map((one) => ("impossible" in one ? [] : one));
  return [...made[0]!, adam(0.01), ...made[1]!.slice(-1)];
};

/** The least change of a network's size, for one that is too small whatever else is done. */
export const wider = (patient: Patient): readonly Proposal[] => {
  const made = widen(patient);
  return "impossible" in made ? [] : made.slice(0, 1);
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
  "wrong-metric": any(properMetric, properHead),
  "contradictory-metrics": any(weighClasses, properMetric),
  "unreachable-targets": reachTargets,
  "dropout-on-output": keepAnswers,
  "missing-nonlinearity": addNonlinearity,
  bottleneck: widen,
  "too-small-model": widen,
  "bad-initialisation": initialise,
  "wrong-initial-loss": any(startAtGuess, initialise, scaleBoth, properHead),
  "frozen-weights": unfreeze,
  "batch-norm-misuse": repairBatchNorm,
  "stale-statistics": repairBatchNorm,
  "mixed-batch": impossible(
    "some layer or loss of your own mixes the rows of a batch: write it so that each row's answer rests on that row",
  ),
  "wrong-gradient": impossible("correct the gradient of the layer or loss that the finding names"),
  "silent-penalty": impossible(
    "give the penalty a strength above 0; where tfjs leaves it out of the loss, use dropout or recurrentDropout, or add it in a loss of your own",
  ),
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
  "harmful-order": shuffleRows,
  "misaligned-labels": realign,
  "swapped-labels": swapBack,
  "wrong-image-layout": transposePictures,
  "unmasked-padding": mask,
  "index-out-of-range": coverIds,
  "label-breaking-augmentation": impossible(
    "take out of the augmentation what changes the label, such as a flip of letters or a turn that makes a 6 a 9",
  ),
  "missing-validation": splitAnew,
  "unrepresentative-split": splitAnew,
  "inconsistent-classes": splitAnew,
  "future-leak": splitByTime,
  "grouped-split": splitBySubject,
  "no-signal": impossible("the inputs do not tell the targets: other inputs are needed"),
  "learning-rate-too-high": slower,
  "learning-rate-too-low": faster,
  "exploding-gradient": any(initialise, clip, slower, scaleBoth),
  divergence: any(slower, clip, initialise, scaleBoth),
  "vanishing-gradient": any(unsaturate, unsaturateWithAdam, normalise),
  "dead-units": any(revive, slower, widen),
  "saturated-units": any(scaleInputs, unsaturate, initialise),
  "batch-size": usualBatch,
  "too-few-steps": any(longer, faster),
  "over-regularised": deregularise,
  overfitting: restrain,
  overconfidence: restrain,
  "learns-shuffled-labels": uniqueRows,
  "weak-slice": any(
    weighClasses,
    impossible("look at rows of the slice that the finding names: gather more of them, or give the feature that tells them"),
  ),
  "doubtful-layer-order": tidyOrder,
  "train-eval-gap": settle,
  "not-trained": train,
  "destroyed-pretraining": keepPretrained,
  "bad-schedule": steadyRate,
  "oscillating-loss": slower,
  "unmoved-weights": faster,
  "growing-weight-norms": slower,
  "cannot-memorise": usual,
  "cannot-learn-elsewhere": usual,
  "ignores-inputs": usual,
  "flat-loss": usual,
  "below-baseline": usual,
  "below-reference": usual,
  "collapsed-predictions": usual,
};
