import type {Check} from "../check.js";
import {classImbalance} from "./class-imbalance.js";
import {constantFeature} from "./constant-feature.js";
import {doubleNormalisation} from "./double-normalisation.js";
import {driftedSplit} from "./drifted-split.js";
import {duplicateRows} from "./duplicate-rows.js";
import {inconsistentClasses} from "./inconsistent-classes.js";
import {futureLeak} from "./future-leak.js";
import {groupedSplit} from "./grouped-split.js";
import {indexOutOfRange} from "./index-out-of-range.js";
import {labelNoise} from "./label-noise.js";
import {leakedLabels} from "./leaked-labels.js";
import {leakedSplit} from "./leaked-split.js";
import {missingValidation} from "./missing-validation.js";
import {misalignedLabels} from "./misaligned-labels.js";
import {missingValues} from "./missing-values.js";
import {noSignal} from "./no-signal.js";
import {nonFiniteValues} from "./non-finite-values.js";
import {unmaskedPadding} from "./unmasked-padding.js";
import {preprocessingMismatch} from "./preprocessing-mismatch.js";
import {unshuffledData} from "./unshuffled-data.js";
import {unrepresentativeSplit} from "./unrepresentative-split.js";
import {swappedLabels} from "./swapped-labels.js";
import {unscaledInputs} from "./unscaled-inputs.js";
import {unscaledTargets} from "./unscaled-targets.js";
import {wrongImageLayout} from "./wrong-image-layout.js";

/** The checks of the stage `data`, in the order in which they are run. */
export const dataChecks: readonly Check[] = [
  nonFiniteValues,
  missingValues,
  indexOutOfRange,
  wrongImageLayout,
  unmaskedPadding,
  unscaledInputs,
  unscaledTargets,
  doubleNormalisation,
  constantFeature,
  duplicateRows,
  leakedSplit,
  groupedSplit,
  futureLeak,
  preprocessingMismatch,
  driftedSplit,
  classImbalance,
  unshuffledData,
  missingValidation,
  unrepresentativeSplit,
  inconsistentClasses,
  leakedLabels,
  swappedLabels,
  misalignedLabels,
  labelNoise,
  noSignal,
];
