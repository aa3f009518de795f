import type {Check} from "../check.js";
import {cannotLearnElsewhere} from "./cannot-learn-elsewhere.js";
import {cannotMemorise} from "./cannot-memorise.js";
import {ignoresInputs} from "./ignores-inputs.js";
import {ignoresLabels} from "./ignores-labels.js";
import {learnsShuffledLabels} from "./learns-shuffled-labels.js";
import {silentPenalty} from "./silent-penalty.js";

/** The checks of the stage `golden`, in the order in which they are run. */
export const goldenChecks: readonly Check[] = [
  silentPenalty,
  cannotMemorise,
  learnsShuffledLabels,
  ignoresLabels,
  ignoresInputs,
  cannotLearnElsewhere,
];
