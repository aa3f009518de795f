import type * as tf from "@tensorflow/tfjs";
import type {Movement, Spread} from "../check.js";
import {finiteExtent, histogram} from "../math/stats.js";
import {breathe} from "./breath.js";
import {stable, stableNames} from "./names.js";
import {flatten} from "./network.js";
import {norm} from "./stepwise.js";

/** A trainable weight as it was at one moment. */
export interface Snapshot {
  weight: string;
  layer: string;
  shape: readonly number[];
  values: Float32Array;
}

/** Copies of all trainable weights. */
export async function snapshot(model: tf.LayersModel): Promise<Snapshot[]> {
  const layers = flatten(model);
  const names = stableNames(layers);
  const all = layers.flatMap((layer) => layer.trainableWeights.map((weight) => ({layer: stable(layer.name, names), weight})));
  return Promise.all(
    all.map(async ({layer, weight}) => ({
      weight: stable(weight.originalName, names),
      layer,
      shape: weight.shape.map((length) => length ?? 1),
      values: Float32Array.from(await weight.read().data()),
    })),
  );
}

/** How far each trainable weight went from one snapshot to the other. */
export async function movements(
  before: readonly Snapshot[],
  {after, signal}: {after: readonly Snapshot[]; signal?: AbortSignal},
): Promise<Movement[]> {
  const found: Movement[] = [];
  for (const [i, {weight, layer, shape, values}] of before.entries()) {
    await breathe(signal);
    const now = after[i]!.values;
    const [start, end] = [norm(values), norm(now)];
    found.push({weight, layer, shape, start, end, distance: distance(values, now), spread: spread(values, now)});
  }
  return found;
}

/** Euclidean distance. */
export function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return Math.sqrt(sum);
}

/** Bins of a distribution of weights. */
const bins = 24;

/** The values of a weight at the start and at the end, counted in the same bins; those that are not finite are left out. */
export function spread(start: Float32Array, end: Float32Array): Spread {
  const [a, b] = [finiteExtent(start), finiteExtent(end)];
  const [low, high] = [Math.min(a[0], b[0]), Math.max(a[1], b[1])];
  const range: [number, number] = low < high ? [low, high] : low === high ? [low - 0.5, low + 0.5] : [0, 1];
  const count = (values: Float32Array) => histogram(values, {bins, range});
  const {edges, counts} = count(start);
  return {edges: edges.map((edge) => Number(edge.toPrecision(6))), start: counts, end: count(end).counts};
}
