import type * as tf from "@tensorflow/tfjs";
import type {Trained} from "../check.js";
import {isModel, valueOf} from "./lifetime.js";
import {stable, stableNames} from "./names.js";
import {flatten} from "./network.js";

/** Weights that any training moves and that start at 0, with the option that says so. */
const starts: readonly {ending: RegExp; option: string}[] = [
  {ending: /\/bias$/, option: "biasInitializer"},
  {ending: /\/beta$/, option: "betaInitializer"},
];

/** Compares a trained model with what training starts from. */
export async function readTrained(trained: tf.LayersModel, {model}: {model?: unknown}): Promise<Trained> {
  const layers = flatten(trained);
  const names = stableNames(layers);
  const found = layers.filter(({trainable}) => trainable).flatMap((layer) => layer.trainableWeights.map((weight) => ({layer, weight})));
  const biases = found.flatMap(({layer, weight}) => {
    const option = starts.find(({ending}) => ending.test(weight.originalName))?.option;
    const initialiser = option && (layer.getConfig()[option] as {className?: string} | undefined)?.className;
    return initialiser === "Zeros" ? [{name: stable(weight.originalName, names), value: valueOf(weight)}] : [];
  });
  const untouched = await Promise.all(biases.map(async ({value}) => (await value.data()).every(isStart)));
  const beyond = await firstBeyond(found);
  const other = isModel(model) && model !== trained ? model : undefined;
  return {
    biases: biases.map(({name}, i) => ({name, untouched: untouched[i]!})),
    ...(beyond ? {beyondStart: stable(beyond.originalName, names)} : {}),
    ...(other ? {sameAsModel: await sameWeights(trained, other)} : {}),
  };
}

interface Found {
  layer: tf.layers.Layer;
  weight: tf.LayerVariable;
}

/** The first dense kernel with a value that Glorot's or He's start never draws. */
async function firstBeyond(found: readonly Found[]): Promise<tf.LayerVariable | undefined> {
  for (const {layer, weight} of found) {
    const {className, config} = (layer.getConfig().kernelInitializer ?? {}) as {className?: string; config?: Spread};
    if (weight.shape.length !== 2 || !/\/kernel$/.test(weight.originalName) || className !== "VarianceScaling") continue;
    // tfjs cuts its normal start at two deviations.
    const bound =
      (config?.distribution === "uniform" ? Math.sqrt(3) : 2) *
      Math.sqrt(config!.scale / fan(config!.mode, weight.shape as [number, number]));
    if ((await valueOf(weight).data()).some((value) => Math.abs(value) > 1.001 * bound)) return weight;
  }
  return undefined;
}

interface Spread {
  scale: number;
  mode: string;
  distribution: string;
}

const fan = (mode: string, [into, out]: readonly [number, number]): number =>
  mode === "fanIn" ? into : mode === "fanOut" ? out : (into + out) / 2;

/** Biases start at 0, those of an LSTM's forget gate at 1. */
const isStart = (value: number): boolean => value === 0 || value === 1;

async function sameWeights(a: tf.LayersModel, b: tf.LayersModel): Promise<boolean> {
  if (a.weights.length === 0 || a.weights.length !== b.weights.length) return false;
  for (const [i, weight] of a.weights.entries()) {
    const [one, two] = await Promise.all([valueOf(weight).data(), valueOf(b.weights[i]).data()]);
    if (one.length !== two.length || !one.every((value, at) => value === two[at])) return false;
  }
  return true;
}
