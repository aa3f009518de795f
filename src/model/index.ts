import type {Check} from "../check.js";
import {badInitialisation} from "./bad-initialisation.js";
import {batchNormMisuse} from "./batch-norm-misuse.js";
import {broadcastLoss} from "./broadcast-loss.js";
import {doubtfulLayerOrder} from "./doubtful-layer-order.js";
import {dropoutOnOutput} from "./dropout-on-output.js";
import {frozenWeights} from "./frozen-weights.js";
import {ignoredInput} from "./ignored-input.js";
import {lossReduction} from "./loss-reduction.js";
import {missingNonlinearity} from "./missing-nonlinearity.js";
import {mixedBatch} from "./mixed-batch.js";
import {probabilitiesFromLogits} from "./probabilities-from-logits.js";
import {softmaxOnSingleUnit} from "./softmax-on-single-unit.js";
import {unreachableTargets} from "./unreachable-targets.js";
import {wrongGradient} from "./wrong-gradient.js";
import {wrongInitialLoss} from "./wrong-initial-loss.js";
import {wrongLabelsEncoding} from "./wrong-labels-encoding.js";
import {wrongLoss} from "./wrong-loss.js";
import {wrongMetric} from "./wrong-metric.js";
import {wrongOutputActivation} from "./wrong-output-activation.js";

/** The checks of the stage `model`, in the order in which they are run. */
export const modelChecks: readonly Check[] = [
  softmaxOnSingleUnit,
  wrongLabelsEncoding,
  wrongLoss,
  unreachableTargets,
  wrongOutputActivation,
  probabilitiesFromLogits,
  broadcastLoss,
  lossReduction,
  wrongGradient,
  mixedBatch,
  ignoredInput,
  batchNormMisuse,
  dropoutOnOutput,
  doubtfulLayerOrder,
  missingNonlinearity,
  frozenWeights,
  badInitialisation,
  wrongInitialLoss,
  wrongMetric,
];
