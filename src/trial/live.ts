import * as tf from "@tensorflow/tfjs";
import type {Block, Live} from "../check.js";
import {derive, random, seeded} from "../math/random.js";
import {tensor} from "./batch.js";
import {breathe} from "./breath.js";
import {steps, type Setting} from "./fit.js";
import {boundsOf, joined, predict} from "./forward.js";
import {givenLoss} from "./network.js";
import {penaltiesOf} from "./penalties.js";
import {take} from "./split.js";
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
    slopes: (x) => seeded(seed, () => slopes(model, {x, seed, signal})),
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

interface Asked {
  x: readonly Block[];
  seed: number;
  signal?: AbortSignal;
}

/** Rows do not meet in inference mode: a heavy network is asked for some at a time. */
async function slopes(model: tf.LayersModel, {x, seed, signal}: Asked): Promise<(Float32Array | undefined)[]> {
  const rows = x[0]!.values.length / x[0]!.size;
  const draw = random(seed);
  const weights = model.outputs.map(({shape}) => {
    const size = shape.slice(1).reduce<number>((product, length) => product * (length ?? NaN), 1);
    return Number.isNaN(size) ? undefined : Float32Array.from({length: rows * size}, draw);
  });
  const {chunk} = boundsOf(model);
  const size = chunk < heavy && !weights.includes(undefined) ? Math.max(1, chunk / 2) : rows;
  const parts: (Float32Array | undefined)[][] = [];
  for (let start = 0; start < rows; start += size) {
    await breathe(signal);
    const some = Array.from({length: Math.min(size, rows - start)}, (_, i) => start + i);
    const mixture = (output: tf.Tensor, i: number) =>
      weights[i]?.subarray((start * weights[i].length) / rows, ((start + some.length) * weights[i].length) / rows) ??
      Float32Array.from({length: output.size}, draw);
    parts.push(
      await lend(
        x.map((block) => take(block, some)),
        (xs) => slopesAt(model, {xs, mixture}),
      ),
    );
  }
  return x.map((_, i) => (parts[0]![i] ? joined(parts.map((part) => part[i]!)) : undefined));
}

/** Rows at once from which on a network is not heavy. */
const heavy = 512;

const slopesAt = (
  model: tf.LayersModel,
  {xs, mixture}: {xs: tf.Tensor[]; mixture: (output: tf.Tensor, index: number) => Float32Array},
): Promise<(Float32Array | undefined)[]> =>
  mixed(xs, () => {
    const outputs = [model.apply(xs.length === 1 ? xs[0]! : xs, {training: false})].flat() as tf.Tensor[];
    return tf.addN(outputs.map((output, i) => output.mul(tf.tensor(mixture(output, i), output.shape)).sum()));
  });

/** True for a loss that is given as a function, and not as one of tfjs's own. */
function writtenByUser(model: tf.LayersModel, index: number): boolean {
  const given = givenLoss((model as unknown as {loss: unknown}).loss, {index, name: model.outputNames[index]!});
  const known: unknown[] = [...Object.values(tf.losses), ...Object.values(tf.metrics)];
  return typeof given === "function" && !known.includes(given);
}
