import type {FitRecord, Run} from "../check.js";
import type {Evidence, Mark} from "../finding.js";
import {thin} from "../trial/thin.js";

/** The losses of a recorded fit, by epoch. */
export const recorded = ({loss, validationLoss}: FitRecord, {marks}: {marks?: readonly Mark[]} = {}): Evidence => ({
  kind: "series",
  label: "loss of each epoch of your fit",
  x: {label: "epoch"},
  y: {label: "loss"},
  lines: [{name: "training", ...thin(loss)}, ...(validationLoss ? [{name: "validation", ...thin(validationLoss)}] : [])],
  ...(marks ? {marks} : {}),
});

/** The losses of our own fits, by step. */
export const fitted = (runs: readonly Run[], {prior}: {prior?: number} = {}): Evidence => ({
  kind: "series",
  label: "loss of each step of seeded fits",
  x: {label: "step"},
  y: {label: "loss"},
  lines: runs.map(({losses}, i) => ({name: `seed ${i + 1}`, ...thin(losses)})),
  ...(prior !== undefined && Number.isFinite(prior) ? {marks: [{axis: "y" as const, value: prior, label: "constant answer"}]} : {}),
});
