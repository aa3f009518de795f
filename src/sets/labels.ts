import type {TensorLike} from "../case.js";
import {permutation, type Random} from "../math/random.js";

/** Balanced labels in random order. */
export const labelsOf = (rows: number, {classes, draw}: {classes: number; draw: Random}): number[] =>
  permutation(rows, draw).map((place) => place % classes);

/** Labels as targets: rows with one 1, or whole numbers `[rows, 1]`. */
export function written(labels: readonly number[], {classes, oneHot = true}: {classes: number; oneHot?: boolean}): TensorLike {
  if (!oneHot) return {values: Float32Array.from(labels), shape: [labels.length, 1]};
  const values = new Float32Array(labels.length * classes);
  labels.forEach((label, row) => (values[row * classes + label] = 1));
  return {values, shape: [labels.length, classes]};
}

/** Rows of features as one block. */
export const block = (rows: readonly (readonly number[])[]): TensorLike => ({
  values: Float32Array.from(rows.flat()),
  shape: [rows.length, rows[0]!.length],
});
