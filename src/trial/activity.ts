import type * as tf from "@tensorflow/tfjs";
import type {Activity} from "../check.js";
import {breathe} from "./breath.js";
import {boundsOf, layersModel, passes, type Rows} from "./forward.js";
import {stable, stableNames} from "./names.js";
import {flatten} from "./network.js";

/** What each layer of a model gives for some rows. */
export async function activity(model: tf.LayersModel, given: Rows & Required<Pick<Rows, "rows">>): Promise<Activity[]> {
  const layers = model.layers.filter((layer) => layer.getClassName() !== "InputLayer" && outputOf(layer));
  // The second model shares the layers and owns nothing: it must not be disposed.
  const inner = new (layersModel(model))({inputs: model.inputs, outputs: layers.map((layer) => outputOf(layer)!)});
  const names = stableNames([...flatten(model), ...layers.filter((layer) => "layers" in layer)]);
  const sums: Sum[] = [];
  for await (const {outputs, count} of passes(inner, {...given, size: boundsOf(model).chunk}))
    for (const [i, output] of outputs.entries()) {
      await breathe(given.signal);
      const units = output.shape.at(-1)!;
      const total = (output.size / count) * given.rows.length;
      add((sums[i] ??= open(layers[i]!, {units, total})), await output.data());
    }
  return sums.map((sum, i) => close(sum, stable(layers[i]!.name, names)));
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

interface Sum {
  units: number;
  /** Values of all rows. */
  total: number;
  zeros: number[];
  sums: number[];
  squares: number[];
  nonFinite: number;
  /** Outputs from which on the activation is flat, and the share of each unit's values that are. */
  range?: readonly [low: number, high: number];
  flat: number[];
}

function open(layer: tf.layers.Layer, {units, total}: {units: number; total: number}): Sum {
  const none = () => new Array<number>(units).fill(0);
  // Recurrent layers with gates give something else than their activation.
  const range = /LSTM|GRU|Bidirectional/.test(layer.getClassName()) ? undefined : flatFrom[String(layer.getConfig().activation)];
  return {units, total, zeros: none(), sums: none(), squares: none(), nonFinite: 0, range, flat: none()};
}

function add(sum: Sum, values: ArrayLike<number>): void {
  const {units, total, zeros, sums, squares, range, flat} = sum;
  for (let i = 0, unit = 0; i < values.length; i++, unit = unit + 1 === units ? 0 : unit + 1) {
    const value = values[i]!;
    if (!Number.isFinite(value)) sum.nonFinite++;
    if (value === 0) zeros[unit]!++;
    sums[unit]! += value;
    squares[unit]! += value * value;
    if (range && (value <= range[0] || value >= range[1])) flat[unit]! += units / total;
  }
}

function close({units, total, zeros, sums, squares, nonFinite, range, flat}: Sum, layer: string): Activity {
  const rows = total / units;
  const means = sums.map((sum) => sum / rows);
  return {
    layer,
    units,
    zeros: zeros.map((count) => count / rows),
    means,
    deviations: squares.map((square, i) => Math.sqrt(Math.max(0, square / rows - means[i]! ** 2))),
    nonFinite,
    ...(range && {flat}),
  };
}
