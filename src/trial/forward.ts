import * as tf from "@tensorflow/tfjs";
import type {Block} from "../check.js";
import {tensor} from "./batch.js";
import {breathe} from "./breath.js";
import {chunkOf, looksOf} from "./cost.js";
import {readLayers} from "./network.js";
import {take} from "./split.js";

/** Rows of inputs, all of them when none are named. */
export interface Rows {
  x: readonly Block[];
  rows?: readonly number[];
  /** Stops between two chunks. */
  signal?: AbortSignal;
}

const known = new WeakMap<tf.LayersModel, {chunk: number; looks: number}>();

/** Rows that a model is shown at once, and rows that it is looked at: 512 each for all but heavy ones. */
export function boundsOf(model: tf.LayersModel): {chunk: number; looks: number} {
  const bounds = known.get(model) ?? measure(model);
  known.set(model, bounds);
  return bounds;
}

function measure(model: tf.LayersModel): {chunk: number; looks: number} {
  const network = {layers: readLayers(model)};
  // A batch of fixed size is what the model says it is.
  const fixed = model.inputs.some(({shape}) => shape[0] !== null);
  return {chunk: fixed ? 512 : chunkOf(network), looks: looksOf(network)};
}

/** The model's outputs in inference mode, each row-major; the tensors are freed. */
export async function predict(
  model: tf.LayersModel,
  {size = boundsOf(model).chunk, ...given}: Rows & {size?: number},
): Promise<Float32Array[]> {
  const parts: Float32Array[][] = [];
  for await (const {outputs} of passes(model, {size, ...given})) parts.push(await Promise.all(outputs.map(valuesOf)));
  return parts.length === 1 ? parts[0]! : parts[0]!.map((_, i) => joined(parts.map((part) => part[i]!)));
}

/** Forward passes in inference mode, `size` rows at a time; the tensors are freed after each turn. */
export async function* passes(
  model: tf.LayersModel,
  {x, rows, signal, size}: Rows & {size: number},
): AsyncGenerator<{outputs: tf.Tensor[]; count: number}> {
  const all = rows ?? Array.from({length: x[0]!.values.length / x[0]!.size}, (_, i) => i);
  for (let start = 0; start === 0 || start < all.length; start += size) {
    await breathe(signal);
    const some = all.slice(start, start + size);
    const xs = x.map((block) => tensor(take(block, some), some.length));
    let outputs: tf.Tensor[] = [];
    try {
      outputs = [model.predict(xs.length === 1 ? xs[0]! : xs, {batchSize: size})].flat() as tf.Tensor[];
      yield {outputs, count: some.length};
    } finally {
      tf.dispose([xs, outputs]);
    }
  }
}

/** The class LayersModel of the copy of tfjs that made the model: the highest of its classes that can predict. */
export function layersModel(
  model: tf.LayersModel,
): new (options: {inputs: tf.SymbolicTensor[]; outputs: tf.SymbolicTensor[]}) => tf.LayersModel {
  let prototype = Object.getPrototypeOf(model);
  while ("predict" in Object.getPrototypeOf(prototype)) prototype = Object.getPrototypeOf(prototype);
  return prototype.constructor;
}

const valuesOf = (output: tf.Tensor): Promise<Float32Array> => output.data() as Promise<Float32Array>;

/** Arrays one after the other. */
export function joined(parts: readonly Float32Array[]): Float32Array {
  const all = new (parts[0]!.constructor as Float32ArrayConstructor)(parts.reduce((sum, {length}) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
