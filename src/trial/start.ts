import * as tf from "@tensorflow/tfjs";
import {random} from "../math/random.js";
import {flatten} from "./network.js";

/** Starts a network by the book: kernels and embeddings from Glorot's uniform distribution, biases 0, scales and variances 1, whatever the user's initialisers say. */
export function startByTheBook(model: tf.LayersModel, {seed}: {seed: number}): void {
  const draw = random(seed);
  for (const weight of flatten(model).flatMap((layer) => layer.weights)) {
    const shape = weight.shape.map((length) => length ?? 1);
    const value = tf.tensor(initial(weight.originalName, {shape, draw}), shape);
    weight.write(value);
    value.dispose();
  }
}

/** The Euclidean norm that a weight has on average when it starts by the book; undefined for what is neither kernel, embedding nor scale: it starts at 0. */
export function normByTheBook(name: string, shape: readonly number[]): number | undefined {
  const size = shape.reduce((product, length) => product * length, 1);
  if (/gamma/.test(name)) return Math.sqrt(size);
  return shape.length < 2 ? undefined : limitOf(name, shape) * Math.sqrt(size / 3);
}

/** Values of a weight; the name tells what it is, as tfjs-layers names its weights. */
function initial(name: string, {shape, draw}: {shape: readonly number[]; draw: () => number}): Float32Array {
  const values = new Float32Array(shape.reduce((product, length) => product * length, 1));
  if (/gamma|variance/.test(name)) return values.fill(1);
  if (shape.length < 2) return values;
  const limit = limitOf(name, shape);
  return values.map(() => limit * (2 * draw() - 1));
}

/** Half the width of the uniform distribution that a kernel or an embedding starts from. */
const limitOf = (name: string, shape: readonly number[]): number => (name.includes("embedding") ? 0.05 : Math.sqrt(6 / fans(shape)));

/** Fan in plus fan out of a kernel: the positions of a convolution count for both (Glorot & Bengio 2010). */
function fans(shape: readonly number[]): number {
  const field = shape.slice(0, -2).reduce((product, length) => product * length, 1);
  return field * (shape.at(-2)! + shape.at(-1)!);
}
