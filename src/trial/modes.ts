import * as tf from "@tensorflow/tfjs";
import type {Channels, Modes, Split} from "../check.js";
import {mean} from "../math/stats.js";
import {batch, type Batch} from "./batch.js";
import {stable, stableNames} from "./names.js";
import {flatten} from "./network.js";
import {compiled, layersModel} from "./probe.js";

/**
 * What the same rows, in the same batches, cost a model in training mode and in inference mode, and what its batch normalisations make of them in the latter; weights and
 * moving statistics are as before afterwards.
 */
export async function modes(
  model: tf.LayersModel,
  {split, rows, batchSize}: {split: Split; rows: readonly number[]; batchSize: number},
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
        const inference = await lossOf(model, {data, training: false});
        const again = await lossOf(model, {data, training: false});
        seen.push({inference, again, training: await lossOf(model, {data, training: true})});
      } finally {
        data.dispose();
      }
      model.nonTrainableWeights.forEach((weight, j) => weight.write(frozen[j]!));
    }
    return {
      training: mean(seen.map(({training}) => training)),
      inference: mean(seen.map(({inference}) => inference)),
      random: seen.some(({inference, again}) => Number.isFinite(inference) && inference !== again),
      norms: await channels(model, {split, rows}),
    };
  } finally {
    tf.dispose(frozen);
  }
}

async function lossOf(model: tf.LayersModel, {data: {xs, ys}, training}: {data: Batch; training: boolean}): Promise<number> {
  const loss = tf.tidy(() => {
    const outputs = [model.apply(xs.length === 1 ? xs[0]! : xs, {training})].flat() as tf.Tensor[];
    return tf.addN(outputs.map((output, i) => compiled(model).lossFunctions[i]!(ys[i]!, output).mean()));
  });
  const [value] = await loss.data();
  loss.dispose();
  return value!;
}

async function channels(model: tf.LayersModel, {split, rows}: {split: Split; rows: readonly number[]}): Promise<Channels[]> {
  const layers = model.layers.filter((layer) => layer.getClassName() === "BatchNormalization" && overLast(layer));
  if (layers.length === 0) return [];
  const names = stableNames(flatten(model));
  // The second model shares the layers and owns nothing: it must not be disposed.
  const inner = new (layersModel(model))({inputs: model.inputs, outputs: layers.map((layer) => layer.output as tf.SymbolicTensor)});
  const data = batch(split, {rows});
  const outputs = [inner.predict(data.xs.length === 1 ? data.xs[0]! : data.xs, {batchSize: 512})].flat() as tf.Tensor[];
  try {
    return await Promise.all(
      outputs.map(async (output, i) => ({
        layer: stable(layers[i]!.name, names),
        ...(await moments(layers[i]!, {output, rows: rows.length})),
      })),
    );
  } finally {
    data.dispose();
    tf.dispose(outputs);
  }
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
async function moments(layer: tf.layers.Layer, {output, rows}: {output: tf.Tensor; rows: number}): Promise<Omit<Channels, "layer">> {
  const units = output.shape.at(-1)!;
  const parameter = async (word: string, otherwise: number) => {
    const weight = layer.weights.find(({originalName}) => originalName.endsWith(`/${word}`));
    return weight ? await weight.read().data() : new Float32Array(units).fill(otherwise);
  };
  const [gamma, beta] = [await parameter("gamma", 1), await parameter("beta", 0)];
  const values = await output.data();
  const column = (unit: number) =>
    Float64Array.from({length: values.length / units}, (_, i) => (values[i * units + unit]! - beta[unit]!) / gamma[unit]!);
  const kept = Array.from({length: units}, (_, unit) => unit).filter((unit) => Math.abs(gamma[unit]!) > tiny);
  const found = kept.map((unit) => {
    const list = column(unit);
    const centre = mean(list);
    const variance = mean(list.map((value) => (value - centre) ** 2));
    const fourth = mean(list.map((value) => (value - centre) ** 4));
    return {centre, variance, errors: [Math.sqrt(variance / rows), Math.sqrt(Math.max(0, fourth - variance ** 2) / rows)] as const};
  });
  return {
    means: found.map(({centre}) => centre),
    variances: found.map(({variance}) => variance),
    errors: found.map(({errors}) => errors),
  };
}
