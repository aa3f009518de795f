import * as tf from "@tensorflow/tfjs";
import type {Draw} from "./draw.js";
import type {Problem} from "./problem.js";

const {layers} = tf;

/** A network for a problem and how it is trained, as drawn: the same network at each call of `model`. */
export interface Programme {
  /** What was drawn, for the record. */
  title: string;
  model: (change?: {rate?: number}) => tf.LayersModel;
  fit: {epochs: number; batchSize: number};
}

/** Draws depth, width, activations, normalisation, optimizer and schedule. */
export function drawNetwork(problem: Problem, draw: Draw): Programme {
  const depth = draw.whole(1, problem.body === "table" ? 4 : 2);
  const activation = draw.one(depth > 2 ? ["relu", "elu", "tanh"] : ["relu", "relu", "elu", "selu", "tanh", "sigmoid"]);
  const width = draw.one([16, 24, 32, 64]);
  const norm = draw.chance(0.2) && activation !== "sigmoid" ? draw.one(["batch", "layer"]) : "none";
  const dropout = draw.chance(0.2) ? draw.between(0.05, 0.25) : 0;
  const penalty = draw.chance(0.15) ? 1e-4 : 0;
  const [optimizer, rate] = draw.one([
    ["adam", draw.between(2e-3, 1e-2)],
    ["rmsprop", draw.between(1e-3, 5e-3)],
    ["momentum", draw.between(0.01, 0.05)],
    ["sgd", draw.between(0.05, 0.2)],
  ] as const);
  const kind = draw.one(problem.body === "sequence" ? ["gru", "lstm", "conv1d"] : ["conv2d"]);
  const fit = {epochs: draw.whole(12, 40), batchSize: draw.one([16, 32, 64])};
  const hidden = () => [
    layers.dense({
      units: width,
      activation: activation as "relu",
      kernelRegularizer: penalty ? tf.regularizers.l2({l2: penalty}) : undefined,
    }),
    ...(norm === "batch" ? [layers.batchNormalization({momentum: 0.9})] : norm === "layer" ? [layers.layerNormalization({axis: -1})] : []),
    ...(dropout ? [layers.dropout({rate: dropout})] : []),
  ];
  return {
    title: `${problem.body === "sequence" ? `${kind}, ` : ""}${depth} × ${width} ${activation}, ${norm} norm, dropout ${dropout.toFixed(2)}, ${optimizer} ${rate.toPrecision(2)}, ${fit.epochs} epochs of ${fit.batchSize}`,
    fit,
    model: (change = {}) => {
      const input = tf.input({shape: problem.shape});
      const body = [...first(problem, {kind, width}), ...Array.from({length: depth}, hidden).flat()];
      const {units, activation: last, loss} = problem.output;
      const stack = [...body, layers.dense({units, activation: last})];
      const output = stack.reduce<tf.SymbolicTensor>((x, layer) => layer.apply(x) as tf.SymbolicTensor, input);
      const model = tf.model({inputs: input, outputs: output});
      model.compile({optimizer: optimizers[optimizer](change.rate ? rate * change.rate : rate), loss});
      return model;
    },
  };
}

const optimizers = {
  adam: (rate: number) => tf.train.adam(rate),
  rmsprop: (rate: number) => tf.train.rmsprop(rate),
  momentum: (rate: number) => tf.train.momentum(rate, 0.9),
  sgd: (rate: number) => tf.train.sgd(rate),
};

/** Layers that turn what the problem gives into a row of features. */
function first({body, words}: Problem, {kind, width}: {kind: string; width: number}): tf.layers.Layer[] {
  if (body === "words") return [layers.embedding({inputDim: words!, outputDim: 16}), layers.globalAveragePooling1d({})];
  if (body === "image")
    return [layers.conv2d({filters: 8, kernelSize: 3, activation: "relu"}), layers.maxPooling2d({poolSize: 2}), layers.flatten()];
  if (body === "table") return [];
  if (kind === "conv1d") return [layers.conv1d({filters: 16, kernelSize: 5, activation: "relu"}), layers.flatten()];
  return [kind === "gru" ? layers.gru({units: Math.min(width, 24)}) : layers.lstm({units: Math.min(width, 24)})];
}
