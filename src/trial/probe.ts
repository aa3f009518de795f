import * as tf from "@tensorflow/tfjs";
import type {Activity, Probe, Split} from "../check.js";
import {deviation, mean} from "../math/stats.js";
import {batch} from "./batch.js";
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

/** Rows that a gradient is taken on at most. */
const gradientRows = 128;

/** Looks at a network on some rows of a split, changing nothing: outputs, losses, activity, gradients (unless only `forward`), weights. */
export async function probe(
  model: tf.LayersModel,
  {split, rows, forward = false}: {split: Split; rows: readonly number[]; forward?: boolean},
): Promise<Probe> {
  const data = batch(split, {rows});
  try {
    const outputs = await predict(model, data.xs);
    return {
      rows: rows.length,
      outputs,
      losses: await losses(model, {outputs: shaped(model, outputs), ys: data.ys}),
      penalty: await penalty(model),
      activity: await activity(model, data.xs),
      gradients: forward ? [] : await gradients(model, {split, rows: rows.slice(0, gradientRows)}),
      weights: await weights(model),
    };
  } finally {
    data.dispose();
  }
}

/** The model's outputs in inference mode, each row-major; the tensors are freed. */
export async function predict(model: tf.LayersModel, xs: tf.Tensor[]): Promise<Float32Array[]> {
  const outputs = [model.predict(xs.length === 1 ? xs[0]! : xs, {batchSize: 512})].flat() as tf.Tensor[];
  const values = await Promise.all(outputs.map((output) => output.data() as Promise<Float32Array>));
  tf.dispose(outputs);
  return values;
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

async function activity(model: tf.LayersModel, xs: tf.Tensor[]): Promise<Activity[]> {
  const layers = model.layers.filter((layer) => layer.getClassName() !== "InputLayer" && outputOf(layer));
  // The second model shares the layers and owns nothing: it must not be disposed.
  const inner = new (layersModel(model))({inputs: model.inputs, outputs: layers.map((layer) => outputOf(layer)!)});
  const outputs = [inner.predict(xs.length === 1 ? xs[0]! : xs, {batchSize: 512})].flat() as tf.Tensor[];
  const names = stableNames([...flatten(model), ...layers.filter((layer) => "layers" in layer)]);
  const found = await Promise.all(
    outputs.map(async (output, i) => {
      const values = await output.data();
      const units = output.shape.at(-1)!;
      return {...summarise(stable(layers[i]!.name, names), {values, units}), ...flatShares(layers[i]!, {values, units})};
    }),
  );
  tf.dispose(outputs);
  return found;
}

/** The class LayersModel of the copy of tfjs that made the model: the highest of its classes that can predict. */
export function layersModel(
  model: tf.LayersModel,
): new (options: {inputs: tf.SymbolicTensor[]; outputs: tf.SymbolicTensor[]}) => tf.LayersModel {
  let prototype = Object.getPrototypeOf(model);
  while ("predict" in Object.getPrototypeOf(prototype)) prototype = Object.getPrototypeOf(prototype);
  return prototype.constructor;
}

function outputOf(layer: tf.layers.Layer): tf.SymbolicTensor | undefined {
  try {
    return Array.isArray(layer.output) ? undefined : layer.output;
  } catch {
    return undefined;
  }
}

/** Outputs from which on an activation is flat: the slope there is 1.8 % of a sigmoid's values and 2 % of tanh's, at inputs of 4 and 2.65. */
const flatFrom: Readonly<Record<string, readonly [low: number, high: number]>> = {sigmoid: [0.018, 0.982], tanh: [-0.99, 0.99]};

/** Share of each unit's values where its activation is flat; recurrent layers with gates give something else than their activation. */
function flatShares(layer: tf.layers.Layer, {values, units}: {values: ArrayLike<number>; units: number}): {flat?: number[]} {
  const range = /LSTM|GRU|Bidirectional/.test(layer.getClassName()) ? undefined : flatFrom[String(layer.getConfig().activation)];
  if (!range) return {};
  const flat = new Array<number>(units).fill(0);
  for (let i = 0; i < values.length; i++) if (values[i]! <= range[0] || values[i]! >= range[1]) flat[i % units]! += units / values.length;
  return {flat};
}

function summarise(layer: string, {values, units}: {values: ArrayLike<number>; units: number}): Activity {
  const rows = values.length / units;
  const zeros = new Array<number>(units).fill(0);
  const sums = new Array<number>(units).fill(0);
  const squares = new Array<number>(units).fill(0);
  let nonFinite = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    const unit = i % units;
    if (!Number.isFinite(value)) nonFinite++;
    if (value === 0) zeros[unit]!++;
    sums[unit]! += value;
    squares[unit]! += value * value;
  }
  const means = sums.map((sum) => sum / rows);
  return {
    layer,
    units,
    zeros: zeros.map((count) => count / rows),
    means,
    deviations: squares.map((square, i) => Math.sqrt(Math.max(0, square / rows - means[i]! ** 2))),
    nonFinite,
  };
}

async function gradients(model: tf.LayersModel, {split, rows}: {split: Split; rows: readonly number[]}): Promise<Gradients> {
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

async function weights(model: tf.LayersModel): Promise<Probe["weights"]> {
  const layers = flatten(model);
  const names = stableNames(layers);
  const all = layers.flatMap((layer) => layer.weights.map((weight) => ({layer: stable(layer.name, names), weight})));
  return Promise.all(
    all.map(async ({layer, weight}) => {
      const values = await weight.read().data();
      const shape = weight.shape.map((length) => length ?? 1);
      const constant = values.length > 1 && values.every((value) => value === values[0]);
      return {
        weight: stable(weight.originalName, names),
        layer,
        shape,
        mean: mean(values),
        deviation: deviation(values),
        constant,
        nonFinite: values.filter((value) => !Number.isFinite(value)).length,
        columns: distinctColumns(values, shape),
      };
    }),
  );
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
