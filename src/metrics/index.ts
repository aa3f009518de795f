import type {Check} from "../check.js";
import {belowBaseline} from "./below-baseline.js";
import {belowReference} from "./below-reference.js";
import {contradictoryMetrics} from "./contradictory-metrics.js";
import {weakSlice} from "./weak-slice.js";
import {overconfidence} from "./overconfidence.js";
import {ignoredClass} from "./ignored-class.js";
import {collapsedPredictions} from "./collapsed-predictions.js";

/** The checks of the stage `metrics`, in the order in which they are run. */
export const metricsChecks: readonly Check[] = [
  collapsedPredictions,
  ignoredClass,
  belowBaseline,
  belowReference,
  overconfidence,
  contradictoryMetrics,
  weakSlice,
];
