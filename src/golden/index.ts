import type {Check} from "../check.js";
import {cannotMemorise} from "./cannot-memorise.js";
import {ignoresLabels} from "./ignores-labels.js";
import {learnsShuffledLabels} from "./learns-shuffled-labels.js";
import {silentPenalty} from "./silent-penalty.js";

/** The checks of the stage `golden`, in the order in which they are run. */
export const goldenChecks: readonly Check[] = [silentPenalty, cannotMemorise, learnsShuffledLabels, ignoresLabels];
