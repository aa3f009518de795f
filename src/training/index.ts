import type {Check} from "../check.js";
import {badSchedule} from "./bad-schedule.js";
import {batchSize} from "./batch-size.js";
import {bottleneck} from "./bottleneck.js";
import {deadUnits} from "./dead-units.js";
import {divergence} from "./divergence.js";
import {explodingGradient} from "./exploding-gradient.js";
import {flatLoss} from "./flat-loss.js";
import {growingWeightNorms} from "./growing-weight-norms.js";
import {harmfulOrder} from "./harmful-order.js";
import {learningRateTooHigh} from "./learning-rate-too-high.js";
import {learningRateTooLow} from "./learning-rate-too-low.js";
import {oscillatingLoss} from "./oscillating-loss.js";
import {saturatedUnits} from "./saturated-units.js";
import {notTrained} from "./not-trained.js";
import {overfitting} from "./overfitting.js";
import {overRegularised} from "./over-regularised.js";
import {staleStatistics} from "./stale-statistics.js";
import {tooFewSteps} from "./too-few-steps.js";
import {tooSmallModel} from "./too-small-model.js";
import {unmovedWeights} from "./unmoved-weights.js";
import {trainEvalGap} from "./train-eval-gap.js";
import {vanishingGradient} from "./vanishing-gradient.js";

/** The checks of the stage `training`, in the order in which they are run. */
export const trainingChecks: readonly Check[] = [
  notTrained,
  badSchedule,
  divergence,
  flatLoss,
  oscillatingLoss,
  deadUnits,
  saturatedUnits,
  unmovedWeights,
  staleStatistics,
  trainEvalGap,
  vanishingGradient,
  explodingGradient,
  growingWeightNorms,
  learningRateTooHigh,
  overRegularised,
  batchSize,
  harmfulOrder,
  tooFewSteps,
  learningRateTooLow,
  tooSmallModel,
  bottleneck,
  overfitting,
];
