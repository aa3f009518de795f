import * as tf from "@tensorflow/tfjs";
import type {Block, Split} from "../check.js";
import {take} from "./split.js";

/** Tensors of some rows of a split: inputs and targets in the model's order; the caller disposes them. */
export interface Batch {
  xs: tf.Tensor[];
  ys: tf.Tensor[];
  dispose(): void;
}

/** Which rows a batch holds; `targets` names for each row the row whose target it gets; a `blank` one has inputs of 0. */
export interface Rows {
  rows: readonly number[];
  targets?: readonly number[];
  blank?: boolean;
}

/** Makes tensors of rows. */
export function batch(split: Pick<Split, "x" | "y">, {rows, targets = rows, blank = false}: Rows): Batch {
  const xs = split.x.map((block) => {
    const taken = take(block, rows);
    return tensor(
      blank ? {...taken, values: new (taken.values.constructor as Float32ArrayConstructor)(taken.values.length)} : taken,
      rows.length,
    );
  });
  const ys = split.y.map((block) => tensor(take(block, targets), rows.length));
  return {xs, ys, dispose: () => tf.dispose([xs, ys])};
}

/** A block as a tensor. */
export function tensor({values, shape}: Block, rows: number): tf.Tensor {
  // tfjs-layers wants a rank of two at least for targets and inputs: [n] is read as [n, 1].
  const full = [rows, ...(shape.length ? shape : [1])];
  return tf.tensor(values as Float32Array, full, values instanceof Int32Array ? "int32" : "float32");
}
