import * as tf from "@tensorflow/tfjs";
import type {Channels, Modes, Split} from "../check.js";
import {mean} from "../math/stats.js";
import {batch, type Batch} from "./batch.js";
import {breathe} from "./breath.js";
import {stable, stableNames} from "./names.js";
import {flatten} from "./network.js";
import {boundsOf, layersModel, predict} from "./forward.js";
import {compiled} from "./probe.js";

/**
 * What the same rows, in the same batches, cost a model in training mode and in inference mode, and what its batch normalisations make of them in the latter; weights and
 * moving statistics are as before afterwards.
 */
export async function modes(
  model: tf.LayersModel,
  {split, rows, batchSize, signal}: {split: Split; rows: readonly number[]; batchSize: number; signal?: AbortSignal},
): Promise<Modes> {
  const size = Math.min(batchSize, rows.length);
  // Only whole batches: a rest of one row has no statistics.
  const count = Math.floor(rows.length / size);
  const frozen = model.nonTrainableWeights.map((weight) => weight.read().clone());
  try {
    const seen: {training: number; inference: number; again: number}[] = [];
    for (let i = 0; i < count; i++) {
      const data = batch(split, {rows: rows.slice(i * size, (i + 1) * size)});
      try {
        const inference = await lossOf(model, {data, training: false, signal});
        const again = await lossOf(model, {data, training: false, signal});
        seen.push({inference, again, training: await lossOf(model, {data, training: true, signal})});
      } finally {
        data.dispose();
      }
      model.nonTrainableWeights.forEach((weight, j) => weight.write(frozen[j]!));
    }
    return {
      training: mean(seen.map(({training}) => training)),
      inference: mean(seen.map(({inference}) => inference)),
      random: seen.some(({inference, again}) => Number.isFinite(inference) && inference !== again),
      norms: await channels(model, {split, rows, signal}),
    };
  } finally {
    tf.dispose(frozen);
  }
}

async function lossOf(
  model: tf.LayersModel,
  {data: {xs, ys}, training, signal}: {data: Batch; training: boolean; signal?: AbortSignal},
): Promise<number> {
  await breathe(signal);
  const loss = tf.tidy(() => {
    const outputs = [model.apply(xs.length === 1 ? xs[0]! : xs, {training})].flat() as tf.Tensor[];
    return tf.addN(outputs.map((output, i) => compiled(model).lossFunctions[i]!(ys[i]!, output).mean()));
  });
  const [value] = await loss.data();
  loss.dispose();
  return value!;
}

async function channels(
  model: tf.LayersModel,
  {split, rows, signal}: {split: Split; rows: readonly number[]; signal?: AbortSignal},
): Promise<Channels[]> {
  const layers = model.layers.filter((layer) => layer.getClassName() === "BatchNormalization" && overLast(layer));
  if (layers.length === 0) return [];
  const names = stableNames(flatten(model));
  // The second model shares the layers and owns nothing: it must not be disposed.
  const inner = new (layersModel(model))({inputs: model.inputs, outputs: layers.map((layer) => layer.output as tf.SymbolicTensor)});
  const outputs = await predict(inner, {x: split.x, rows, signal, size: boundsOf(model).chunk});
  const found: Channels[] = [];
  for (const [i, values] of outputs.entries())
    found.push({layer: stable(layers[i]!.name, names), ...(await moments(layers[i]!, {values, rows: rows.length, signal}))});
  return found;
}

/** True for a layer that is called once, on a tensor whose last axis it normalises. */
function overLast(layer: tf.layers.Layer): boolean {
  try {
    const rank = (layer.output as tf.SymbolicTensor).shape.length;
    const {axis = -1} = layer.getConfig() as {axis?: number};
    return axis === -1 || axis === rank - 1;
  } catch {
    return false;
  }
}

/** Scales below which nothing is left of a channel to measure. */
const tiny = 1e-3;

/** Mean and variance of each channel before scale and shift, with their standard errors; positions of one row count as one. */
async function moments(
  layer: tf.layers.Layer,
  {values, rows, signal}: {values: Float32Array; rows: number; signal?: AbortSignal},
): Promise<Omit<Channels, "layer">> {
  const units = (layer.output as tf.SymbolicTensor).shape.at(-1)!;
  const parameter = async (word: string, otherwise: number) => {
    const weight = layer.weights.find(({originalName}) => originalName.endsWith(`/${word}`));
    return weight ? await weight.read().data() : new Float32Array(units).fill(otherwise);
  };
  const [gamma, beta] = [await parameter("gamma", 1), await parameter("beta", 0)];
  const column = (unit: number) =>
    Float64Array.from({length: values.length / units}, (_, i) => (values[i * units + unit]! - beta[unit]!) / gamma[unit]!);
  const kept = Array.from({length: units}, (_, unit) => unit).filter((unit) => Math.abs(gamma[unit]!) > tiny);
  const found: {centre: number; variance: number; errors: readonly [number, number]}[] = [];
  for (const unit of kept) {
    await breathe(signal);
    const list = column(unit);
    const centre = mean(list);
    const variance = mean(list.map((value) => (value - centre) ** 2));
    const fourth = mean(list.map((value) => (value - centre) ** 4));
    found.push({centre, variance, errors: [Math.sqrt(variance / rows), Math.sqrt(Math.max(0, fourth - variance ** 2) / rows)]});
  }
  return {
    means: found.map(({centre}) => centre),
    variances: found.map(({variance}) => variance),
    errors: found.map(({errors}) => errors),
  };
}
