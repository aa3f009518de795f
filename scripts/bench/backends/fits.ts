import * as tf from "@tensorflow/tfjs";
import {transformerBlock} from "./transformer.js";

/** A fit whose speed is compared. */
export interface Fit {
  /** The row's name in the table. */
  title: string;
  /** Rows of data. */
  rows: number;
  /** Shape of a row's input. */
  input: number[];
  /** Classes to tell apart. */
  classes: number;
  /** What the inputs are: numbers, or the indices of words when the vocabulary's size is given. */
  words?: number;
  /** Layers before the output. */
  layers?: () => tf.layers.Layer[];
  /** What stands before the output, where it is no row of layers. */
  graph?: (input: tf.SymbolicTensor) => tf.SymbolicTensor;
}

const {layers} = tf;
const relu = {activation: "relu"} as const;

/** The fits of the table: small and wide dense networks, recurrent, convolutional, and a classifier of words. */
export const fits: readonly Fit[] = [
  {
    title: "MLP 20-64-64-2, 2000 rows",
    rows: 2000,
    input: [20],
    classes: 2,
    layers: () => [layers.dense({units: 64, ...relu}), layers.dense({units: 64, ...relu})],
  },
  {title: "LSTM 16, 256 × 20 × 4", rows: 256, input: [20, 4], classes: 2, layers: () => [layers.lstm({units: 16})]},
  {
    title: "conv 8, pool, dense, 512 × 28 × 28",
    rows: 512,
    input: [28, 28, 1],
    classes: 10,
    layers: () => [conv(8), layers.maxPooling2d({poolSize: 2}), layers.flatten()],
  },
  {
    title: "conv 16-32-32, 256 × 32 × 32 × 3",
    rows: 256,
    input: [32, 32, 3],
    classes: 10,
    layers: () => [conv(16), layers.maxPooling2d({poolSize: 2}), conv(32), layers.maxPooling2d({poolSize: 2}), conv(32), layers.flatten()],
  },
  {
    title: "MLP 784-512-512-10, 1024 rows",
    rows: 1024,
    input: [784],
    classes: 10,
    layers: () => [layers.dense({units: 512, ...relu}), layers.dense({units: 512, ...relu})],
  },
  {
    title: "separable 16-32, 256 × 28 × 28",
    rows: 256,
    input: [28, 28, 1],
    classes: 10,
    layers: () => [conv(16), layers.separableConv2d({filters: 32, kernelSize: 3, ...relu}), layers.globalAveragePooling2d({})],
  },
  {
    title: "embedding 1000 × 32, 512 × 40 words",
    rows: 512,
    input: [40],
    classes: 2,
    words: 1000,
    layers: () => [layers.embedding({inputDim: 1000, outputDim: 32}), layers.globalAveragePooling1d({})],
  },
  {
    title: "transformer block 32, 256 × 16 × 32",
    rows: 256,
    input: [16, 32],
    classes: 2,
    graph: (input) => layers.globalAveragePooling1d({}).apply(transformerBlock(input, {width: 32})) as tf.SymbolicTensor,
  },
];

const conv = (filters: number) => layers.conv2d({filters, kernelSize: 3, ...relu});

/** A compiled model of the fit, its weights drawn from the layers' seeds. */
export function makeModel({input, classes, layers: before, graph}: Fit): tf.LayersModel {
  const start = tf.input({shape: input});
  const body = graph ? graph(start) : before!().reduce((x, layer) => layer.apply(x) as tf.SymbolicTensor, start);
  const output = layers.dense({units: classes, activation: "softmax"}).apply(body) as tf.SymbolicTensor;
  const model = tf.model({inputs: start, outputs: output});
  model.compile({optimizer: tf.train.adam(1e-3), loss: "categoricalCrossentropy"});
  return model;
}

/** Random inputs and one-hot targets; speed does not depend on what they mean. */
export function makeData({rows, input, classes, words}: Fit): {x: tf.Tensor; y: tf.Tensor} {
  const shape = [rows, ...input];
  return tf.tidy(() => ({
    x: words ? tf.randomUniformInt(shape, 0, words, 1).toFloat() : tf.randomNormal(shape, 0, 1, "float32", 1),
    y: tf.oneHot(tf.randomUniformInt([rows], 0, classes, 2), classes).toFloat(),
  }));
}
