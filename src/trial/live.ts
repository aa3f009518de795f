import * as tf from "@tensorflow/tfjs";
import type {Block, Live} from "../check.js";
import {derive, random, seeded} from "../math/random.js";
import {tensor} from "./batch.js";
import {breathe} from "./breath.js";
import {steps, type Setting} from "./fit.js";
import {predict} from "./forward.js";
import {givenLoss} from "./network.js";
import {penaltiesOf} from "./penalties.js";
import {mixed, ownParts} from "./parts.js";
import {losses, shaped} from "./probe.js";

/** Lets a check ask a model of ours; the model stays the caller's to free. */
export function live(model: tf.LayersModel, setting: Setting): Live {
  const seed = derive(setting.seed, "live");
  const {signal} = setting;
  const ownLosses = model.outputs.map((_, index) => writtenByUser(model, index));
  return {
    ownLosses,
    forward: (x) => seeded(seed, () => predict(model, {x, signal})),
    slopes: (x) => seeded(seed, () => lend(x, (xs) => slopes(model, {xs, seed, signal}))),
    loss: ({outputs, y}) => lend(y, (ys) => losses(model, {outputs: shaped(model, outputs), ys})),
    parts: ({x, y}) => ownParts(model, {x, y, ownLosses}),
    penalties: () => penaltiesOf(model, {seed}),
    learn: (count) =>
      seeded(seed, async () => {
        const rows = Array.from({length: setting.train.rows}, (_, i) => i);
        await steps(model, {setting, rows, change: {steps: count}, seed});
      }),
  };
}

async function lend<T>(blocks: readonly Block[], task: (tensors: tf.Tensor[]) => Promise<T>): Promise<T> {
  const tensors = blocks.map((block) => tensor(block, block.values.length / block.size));
  try {
    return await task(tensors);
  } finally {
    tf.dispose(tensors);
  }
}

async function slopes(
  model: tf.LayersModel,
  {xs, seed, signal}: {xs: tf.Tensor[]; seed: number; signal?: AbortSignal},
): Promise<(Float32Array | undefined)[]> {
  const draw = random(seed);
  await breathe(signal);
  return mixed(xs, () => {
    const outputs = [model.apply(xs.length === 1 ? xs[0]! : xs, {training: false})].flat() as tf.Tensor[];
    const parts = outputs.map((output) => output.mul(tf.tensor(Float32Array.from({length: output.size}, draw), output.shape)).sum());
    return tf.addN(parts);
  });
}

/** True for a loss that is given as a function, and not as one of tfjs's own. */
function writtenByUser(model: tf.LayersModel, index: number): boolean {
  const given = givenLoss((model as unknown as {loss: unknown}).loss, {index, name: model.outputNames[index]!});
  const known: unknown[] = [...Object.values(tf.losses), ...Object.values(tf.metrics)];
  return typeof given === "function" && !known.includes(given);
}
