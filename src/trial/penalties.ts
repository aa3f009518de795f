import * as tf from "@tensorflow/tfjs";
import type {Penalty} from "../check.js";
import {random} from "../math/random.js";
import {stable, stableNames} from "./names.js";
import {flatten} from "./network.js";
import {penalty} from "./probe.js";

interface Regulariser {
  apply(weight: tf.Tensor): tf.Scalar;
}

interface Declared {
  layer: tf.layers.Layer;
  on: string;
  regulariser: Regulariser;
}

/** Strengths that are tried. */
const strengths = [0, 1, 10] as const;

/** Measures each declared penalty at several strengths; the model is a copy of ours, whose weights are overwritten. */
export async function penaltiesOf(model: tf.LayersModel, {seed}: {seed: number}): Promise<readonly Penalty[]> {
  const declared = flatten(model).flatMap((layer) => declaredBy(layer));
  if (!declared.length) return [];
  redraw(model, seed);
  const names = stableNames(flatten(model));
  const found: Penalty[] = [];
  for (const {layer, on, regulariser} of declared) {
    const at: number[] = [];
    for (const strength of strengths) at.push(await atStrength(regulariser, {strength, measure: () => penalty(model)}));
    found.push({layer: stable(layer.name, names), on, at: at as unknown as Penalty["at"]});
  }
  return found;
}

/** The penalties of a layer, of a recurrent layer's cell and of what a wrapper holds. */
function declaredBy(layer: tf.layers.Layer): Declared[] {
  const {cell, layer: wrapped, forwardLayer, backwardLayer} = layer as unknown as Record<string, object | undefined>;
  // A bidirectional layer trains two copies of what it was given.
  const holders = [layer, cell, forwardLayer ?? wrapped, backwardLayer].flatMap((one) => (one ? [one, (one as {cell?: object}).cell] : []));
  const own = [...new Set(holders.filter((one) => one !== undefined))];
  return own.flatMap((holder) =>
    Object.entries(holder).flatMap(([key, value]) =>
      /Regularizer$/.test(key) && key !== "activityRegularizer" && typeof (value as Regulariser | null)?.apply === "function"
        ? [{layer, on: key.replace("Regularizer", ""), regulariser: value as Regulariser}]
        : [],
    ),
  );
}

async function atStrength(
  regulariser: Regulariser,
  {strength, measure}: {strength: number; measure: () => Promise<number>},
): Promise<number> {
  const apply = regulariser.apply.bind(regulariser);
  const mine = Object.getOwnPropertyDescriptor(regulariser, "apply");
  regulariser.apply = (weight) => apply(weight).mul(strength);
  try {
    return await measure();
  } finally {
    delete (regulariser as Partial<Regulariser>).apply;
    if (mine) Object.defineProperty(regulariser, "apply", mine);
  }
}

function redraw(model: tf.LayersModel, seed: number): void {
  const draw = random(seed);
  const fresh = model.getWeights().map((weight) =>
    tf.tensor(
      Float32Array.from({length: weight.size}, () => 2 * draw() - 1),
      weight.shape,
    ),
  );
  model.setWeights(fresh);
  tf.dispose(fresh);
}
