import type {KnownError} from "../explanation.js";
import {backendErrors} from "./backend.js";
import {dataErrors} from "./data.js";
import {datasetErrors} from "./dataset.js";
import {modelErrors} from "./model.js";
import {savingErrors} from "./saving.js";
import {tensorErrors} from "./tensors.js";
import {trainingErrors} from "./training.js";

/** Messages of tfjs 4.22 that are understood, the particular ones before the general: the first that matches counts. */
export const knownErrors: readonly KnownError[] = [
  ...dataErrors,
  ...datasetErrors,
  ...savingErrors,
  ...trainingErrors,
  ...modelErrors,
  ...backendErrors,
  ...tensorErrors,
];
