import * as tf from "@tensorflow/tfjs";
import type {Block, Split} from "../check.js";
import {take} from "./split.js";

/** Tensors of some rows of a split: inputs and targets in the model's order; the caller disposes them. */
export interface Batch {
  xs: tf.Tensor[];
  ys: tf.Tensor[];
  dispose(): void;
}

/** Makes tensors of rows; `targets` names for each row the row whose target it gets. */
export function batch(split: Split, {rows, targets = rows}: {rows: readonly number[]; targets?: readonly number[]}): Batch {
  const xs = split.x.map((block) => tensor(take(block, rows), rows.length));
  const ys = split.y.map((block) => tensor(take(block, targets), rows.length));
  return {xs, ys, dispose: () => tf.dispose([xs, ys])};
}

/** A block as a tensor. */
export function tensor({values, shape}: Block, rows: number): tf.Tensor {
  // tfjs-layers wants a rank of two at least for targets and inputs: [n] is read as [n, 1].
  const full = [rows, ...(shape.length ? shape : [1])];
  return tf.tensor(values as Float32Array, full, values instanceof Int32Array ? "int32" : "float32");
}
