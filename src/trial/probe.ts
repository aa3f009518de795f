import * as tf from "@tensorflow/tfjs";
import type {Probe, Split} from "../check.js";
import {deviation, mean} from "../math/stats.js";
import {activity} from "./activity.js";
import {batch} from "./batch.js";
import {breathe} from "./breath.js";
import {boundsOf, predict} from "./forward.js";
import {clearTape} from "./lifetime.js";
import {stable, stableNames} from "./names.js";
import {flatten} from "./network.js";

/** tfjs-layers' members that its declarations hide. */
interface Compiled {
  lossFunctions: ((target: tf.Tensor, output: tf.Tensor) => tf.Tensor)[];
  calculateLosses(): tf.Scalar[];
}

/** The model that holds the compiled losses: a sequential model keeps them in the one that it wraps. */
export const compiled = (model: tf.LayersModel): Compiled =>
  ((model as unknown as {model?: Compiled}).model ?? model) as unknown as Compiled;

type Gradients = Probe["gradients"];

/** Rows that a gradient is taken on at most; of a heavy network half of what it is shown at once. */
const gradientRows = 128;

/** Looks at a network on some rows of a split, changing nothing: outputs, losses, activity, gradients (unless only `forward`), weights. */
export async function probe(
  model: tf.LayersModel,
  {split, rows, forward = false, signal}: {split: Split; rows: readonly number[]; forward?: boolean; signal?: AbortSignal},
): Promise<Probe> {
  const outputs = await predict(model, {x: split.x, rows, signal});
  const few = rows.slice(0, Math.min(gradientRows, Math.max(8, boundsOf(model).chunk / 2)));
  return {
    rows: rows.length,
    outputs,
    losses: await lossesOf(model, {outputs, split, rows}),
    penalty: await penalty(model),
    activity: await activity(model, {x: split.x, rows, signal}),
    gradients: forward ? [] : await gradients(model, {split, rows: few, signal}),
    weights: await weights(model, {signal}),
  };
}

/** Mean loss of each output, row-major, against the targets of some rows, without penalties; `targets` names for each row the row whose target it gets. */
export async function lossesOf(
  model: tf.LayersModel,
  {
    outputs,
    split,
    rows,
    targets = rows,
  }: {outputs: readonly Float32Array[]; split: Pick<Split, "y">; rows: readonly number[]; targets?: readonly number[]},
): Promise<number[]> {
  const {ys, dispose} = batch({x: [], y: split.y}, {rows, targets});
  try {
    return await losses(model, {outputs: shaped(model, outputs), ys});
  } finally {
    dispose();
  }
}

/** Mean loss of each output, without penalties; NaN when the loss refuses the targets. */
export async function losses(
  model: tf.LayersModel,
  {outputs, ys}: {outputs: {values: Float32Array; shape: number[]}[]; ys: tf.Tensor[]},
): Promise<number[]> {
  const values = tf.tidy(() =>
    outputs.map(({values: flat, shape}, i) => {
      const rows = ys[i]!.shape[0]!;
      return compiled(model).lossFunctions[i]!(ys[i]!, tf.tensor(flat, [rows, ...shape])).mean();
    }),
  );
  const numbers = await Promise.all(values.map(async (value) => (await value.data())[0]!));
  tf.dispose(values);
  return numbers;
}

/** Outputs with the shape of one row that the model declares; a free dimension is read off the length. */
export function shaped(model: tf.LayersModel, outputs: readonly Float32Array[]): {values: Float32Array; shape: number[]}[] {
  return outputs.map((values, i) => ({values, shape: model.outputs[i]!.shape.slice(1).map((length) => length ?? -1)}));
}

/** What the weight penalties add to the training loss. */
export async function penalty(model: tf.LayersModel): Promise<number> {
  const sum = tf.tidy(() =>
    compiled(model)
      .calculateLosses()
      .reduce<tf.Tensor>((total, value) => total.add(value), tf.scalar(0)),
  );
  const [value] = await sum.data();
  sum.dispose();
  return value!;
}

async function gradients(
  model: tf.LayersModel,
  {split, rows, signal}: {split: Split; rows: readonly number[]; signal?: AbortSignal},
): Promise<Gradients> {
  await breathe(signal);
  const layers = flatten(model);
  const names = stableNames(layers);
  const entries = layers.flatMap((layer) =>
    layer.trainableWeights.map((weight) => ({
      layer: stable(layer.name, names),
      weight: stable(weight.originalName, names),
      variable: (weight as unknown as {val: tf.Variable}).val,
    })),
  );
  const data = batch(split, {rows});
  // A pass in training mode moves the statistics of batch normalisation: they are put back.
  const frozen = model.nonTrainableWeights.map((weight) => weight.read().clone());
  try {
    const found = tf.tidy(() => {
      const {grads} = tf.variableGrads(
        () => totalLoss(model, data),
        entries.map(({variable}) => variable),
      );
      return entries.map(({variable}) => (grads[variable.name] ? tf.keep(grads[variable.name]!.norm()) : undefined));
    });
    const norms = await Promise.all(found.map(async (norm) => (norm ? (await norm.data())[0]! : NaN)));
    tf.dispose(found.filter((norm) => norm !== undefined));
    return await Promise.all(
      entries.map(async ({layer, weight, variable}, i) => ({
        weight,
        layer,
        size: variable.size,
        norm: magnitude(await variable.data()),
        gradient: norms[i]!,
      })),
    );
  } catch {
    clearTape();
    return []; // The loss refuses these targets or has no gradient: checks of the loss say so.
  } finally {
    model.nonTrainableWeights.forEach((weight, i) => weight.write(frozen[i]!));
    tf.dispose(frozen);
    data.dispose();
  }
}

function totalLoss(model: tf.LayersModel, {xs, ys}: {xs: tf.Tensor[]; ys: tf.Tensor[]}): tf.Scalar {
  const outputs = [model.apply(xs.length === 1 ? xs[0]! : xs, {training: true})].flat() as tf.Tensor[];
  return outputs.reduce<tf.Tensor>(
    (sum, output, i) => sum.add(compiled(model).lossFunctions[i]!(ys[i]!, output).mean()),
    tf.scalar(0),
  ) as tf.Scalar;
}

async function weights(model: tf.LayersModel, {signal}: {signal?: AbortSignal}): Promise<Probe["weights"]> {
  const layers = flatten(model);
  const names = stableNames(layers);
  const all = layers.flatMap((layer) => layer.weights.map((weight) => ({layer: stable(layer.name, names), weight})));
  const found: Probe["weights"][number][] = [];
  for (const {layer, weight} of all) {
    await breathe(signal);
    const values = await weight.read().data();
    const shape = weight.shape.map((length) => length ?? 1);
    const constant = values.length > 1 && values.every((value) => value === values[0]);
    found.push({
      weight: stable(weight.originalName, names),
      layer,
      shape,
      mean: mean(values),
      deviation: deviation(values),
      constant,
      nonFinite: values.filter((value) => !Number.isFinite(value)).length,
      columns: distinctColumns(values, shape),
    });
  }
  return found;
}

/** Number of different columns (units) of a kernel: 1 when all units start alike. */
function distinctColumns(values: ArrayLike<number>, shape: readonly number[]): number {
  const units = shape.at(-1) ?? 1;
  const columns = new Set<string>();
  for (let unit = 0; unit < units && units <= 4096; unit++) {
    const column: number[] = [];
    for (let i = unit; i < values.length && column.length < 64; i += units) column.push(values[i]!);
    columns.add(column.join());
  }
  return columns.size;
}

const magnitude = (values: ArrayLike<number>): number =>
  Math.sqrt(Array.prototype.reduce.call(values, (sum: unknown, value: number) => (sum as number) + value * value, 0) as number);
