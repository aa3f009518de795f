import type {Random} from "../../math/random.js";
import {apart} from "../apart.js";
import {normal} from "../noise.js";
import {directions} from "./factors.js";
import {size, type Block, type Encoding} from "./options.js";

/** Features of mean 0 and deviation 1: each factor along a direction of its own, and noise, more of it where there are many features to average. */
export function encodeVector(row: readonly number[], {factors: {values, count}, world, draw, noise}: Encoding): Block {
  const length = size(row);
  const loadings = length >= count ? across(count, {length, world}) : crowded(count, {length, world});
  const signal = Float64Array.from({length}, (_, j) => Math.hypot(...loadings.map((loading) => loading[j]!)));
  const spread = noise * Math.min(0.5, 0.3 * Math.sqrt(length / count));
  const random = normal(draw);
  const rows = values.length / count;
  const x = new Float32Array(rows * length);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < length; j++) {
      let sum = spread * random();
      for (let f = 0; f < count; f++) sum += loadings[f]![j]! * values[i * count + f]!;
      x[i * length + j] = sum / Math.hypot(signal[j]!, spread);
    }
  return {values: x, row};
}

/** Directions at right angles, each feature with a signal of about 1. */
const across = (count: number, {length, world}: {length: number; world: Random}): Float64Array[] =>
  directions(count, {length, draw: world}).map((way) => way.map((value) => value * Math.sqrt(length / count)));

/** Too few features for right angles: each factor pulls to a point of its own. */
const crowded = (count: number, {length, world}: {length: number; world: Random}): Float64Array[] =>
  apart(count, {length, draw: world}).map((one) => one.map((value) => value * Math.sqrt(3 / count)));
