import {tf} from "../../../src/index.js";
import type {TeacherOptions} from "../../../src/sets/teacher/options.js";

/** A typical architecture, compiled with Adam at 1e-3, and what a teacher must know of it. */
export interface Architecture {
  make: () => tf.LayersModel;
  /** The loss of each output. */
  losses: readonly string[];
  set: TeacherOptions;
  /** Epochs of 16 steps; 19 when left out. A single layer at this rate goes 0.3 in them, less than what it starts with. */
  epochs?: number;
}

type Layers = readonly tf.layers.Layer[];

const {dense, flatten, conv2d, conv1d, maxPooling2d, globalAveragePooling2d, globalAveragePooling1d, embedding, lstm, gru} = tf.layers;

/** A chain of layers and its set. */
const chain = (layers: () => Layers, {loss, ...rest}: {loss: string; set: TeacherOptions; epochs?: number}): Architecture => ({
  make: () => compiled(tf.sequential({layers: [...layers()]}), loss),
  losses: [loss],
  ...rest,
});

/** A graph of layers and its set. */
const graph = (build: () => tf.LayersModel, {losses, set}: {losses: readonly string[]; set: TeacherOptions}): Architecture => ({
  make: () => compiled(build(), losses.length === 1 ? losses[0]! : [...losses]),
  losses,
  set,
});

function compiled(model: tf.LayersModel, loss: string | string[]): tf.LayersModel {
  model.compile({optimizer: tf.train.adam(1e-3), loss});
  return model;
}

const softmax = (units: number) => dense({units, activation: "softmax"});
const sigmoid = (units: number) => dense({units, activation: "sigmoid"});
const relu = (units: number, inputShape?: number[]) => dense({units, activation: "relu", inputShape});
const conv = (filters: number, inputShape?: number[]) => conv2d({filters, kernelSize: 3, activation: "relu", inputShape});

const multiclass = {loss: "categoricalCrossentropy", task: "multiclass"} as const;
const many = (inputs: TeacherOptions["inputs"], output: number) => ({loss: multiclass.loss, set: {inputs, output, task: multiclass.task}});

const flat = (shape: number[]) => () => [conv(8, shape), maxPooling2d({poolSize: 2}), conv(16), flatten(), relu(32), softmax(10)];
const pooled = (shape: number[]) => () => [
  conv(16, shape),
  maxPooling2d({poolSize: 2}),
  conv(32),
  conv(32),
  globalAveragePooling2d({}),
  softmax(10),
];

/** Typical architectures by name. */
export const architectures: Readonly<Record<string, Architecture>> = {
  "dense MLP, 4 → 3 classes": chain(() => [relu(32, [4]), relu(32), softmax(3)], many([[4]], 3)),
  "dense MLP, 2 → 5 classes": chain(() => [relu(32, [2]), relu(32), softmax(5)], many([[2]], 5)),
  "dense MLP, 1 → number": chain(() => [relu(32, [1]), dense({units: 1})], {
    loss: "meanSquaredError",
    set: {inputs: [[1]], output: 1, task: "regression"},
  }),
  "dense MLP, 20 → 10 classes": chain(() => [relu(64, [20]), relu(32), softmax(10)], many([[20]], 10)),
  "dense MLP, 784 → 10 classes": chain(() => [relu(64, [784]), softmax(10)], many([[784]], 10)),
  "sparse classes, 8 → 5": chain(() => [relu(32, [8]), softmax(5)], {
    loss: "sparseCategoricalCrossentropy",
    set: {inputs: [[8]], output: 5, task: "multiclass", coding: "classes"},
  }),
  "many classes, 64 → 100": chain(() => [relu(128, [64]), softmax(100)], many([[64]], 100)),
  "logistic regression, 10": chain(() => [dense({units: 1, activation: "sigmoid", inputShape: [10]})], {
    loss: "binaryCrossentropy",
    set: {inputs: [[10]], output: 1, task: "binary"},
    epochs: 60,
  }),
  "hinge, −1/1": chain(() => [relu(16, [6]), dense({units: 1, activation: "tanh"})], {
    loss: "hinge",
    set: {inputs: [[6]], output: 1, task: "binary", coding: "-1/1"},
  }),
  "wide tabular, 100": chain(() => [relu(64, [100]), relu(32), sigmoid(1)], {
    loss: "binaryCrossentropy",
    set: {inputs: [[100]], output: 1, task: "binary"},
  }),
  "multilabel, 16 → 8": chain(() => [relu(32, [16]), sigmoid(8)], {
    loss: "binaryCrossentropy",
    set: {inputs: [[16]], output: 8, task: "multilabel"},
  }),
  "regression, 8 → 1": chain(() => [relu(32, [8]), relu(32), dense({units: 1})], {
    loss: "meanSquaredError",
    set: {inputs: [[8]], output: 1, task: "regression"},
  }),
  "linear regression, 13 → 1": chain(() => [dense({units: 1, inputShape: [13]})], {
    loss: "meanSquaredError",
    set: {inputs: [[13]], output: 1, task: "regression"},
    epochs: 60,
  }),
  "deep narrow MLP, tanh": chain(
    () => [
      dense({units: 16, activation: "tanh", inputShape: [2]}),
      ...Array.from({length: 4}, () => dense({units: 16, activation: "tanh"})),
      sigmoid(1),
    ],
    {loss: "binaryCrossentropy", set: {inputs: [[2]], output: 1, task: "binary"}},
  ),
  "conv + flatten, 28×28×1": chain(flat([28, 28, 1]), many([[28, 28, 1]], 10)),
  "conv + pooling, 28×28×1": chain(pooled([28, 28, 1]), many([[28, 28, 1]], 10)),
  "conv + flatten, 32×32×3": chain(flat([32, 32, 3]), many([[32, 32, 3]], 10)),
  "conv + pooling, 32×32×3": chain(pooled([32, 32, 3]), many([[32, 32, 3]], 10)),
  "conv + batch norm + pooling, 32×32×3": chain(
    () => [
      conv2d({filters: 16, kernelSize: 3, useBias: false, inputShape: [32, 32, 3]}),
      tf.layers.batchNormalization(),
      tf.layers.reLU(),
      maxPooling2d({poolSize: 2}),
      conv(32),
      globalAveragePooling2d({}),
      softmax(10),
    ],
    many([[32, 32, 3]], 10),
  ),
  "conv + pooling, 32×32×3, two classes": chain(
    () => [conv(8, [32, 32, 3]), maxPooling2d({poolSize: 2}), conv(16), globalAveragePooling2d({}), sigmoid(1)],
    {loss: "binaryCrossentropy", set: {inputs: [[32, 32, 3]], output: 1, task: "binary"}},
  ),
  "conv + pooling, 16×16×1, regression": chain(
    () => [conv(16, [16, 16, 1]), conv(16), globalAveragePooling2d({}), relu(16), dense({units: 1})],
    {
      loss: "meanSquaredError",
      set: {inputs: [[16, 16, 1]], output: 1, task: "regression"},
    },
  ),
  "conv1d + pooling, 64×3": chain(
    () => [
      conv1d({filters: 16, kernelSize: 5, activation: "relu", inputShape: [64, 3]}),
      conv1d({filters: 16, kernelSize: 5, activation: "relu"}),
      globalAveragePooling1d(),
      softmax(4),
    ],
    many([[64, 3]], 4),
  ),
  "LSTM, 30×2 → 5 classes": chain(() => [lstm({units: 16, inputShape: [30, 2]}), softmax(5)], many([[30, 2]], 5)),
  "LSTM, 50×1, two classes": chain(() => [lstm({units: 8, inputShape: [50, 1]}), sigmoid(1)], {
    loss: "binaryCrossentropy",
    set: {inputs: [[50, 1]], output: 1, task: "binary"},
  }),
  "bidirectional LSTM, 20×4 → number": chain(
    () => [tf.layers.bidirectional({layer: lstm({units: 8}) as tf.RNN, mergeMode: "concat", inputShape: [20, 4]}), dense({units: 1})],
    {loss: "meanSquaredError", set: {inputs: [[20, 4]], output: 1, task: "regression"}},
  ),
  "conv1d + flatten, 128×1 → number": chain(
    () => [
      conv1d({filters: 8, kernelSize: 5, strides: 2, activation: "relu", inputShape: [128, 1]}),
      flatten(),
      relu(16),
      dense({units: 1}),
    ],
    {loss: "meanSquaredError", set: {inputs: [[128, 1]], output: 1, task: "regression"}},
  ),
  "separable conv + batch norm, 32×32×3": chain(
    () => [
      conv2d({filters: 16, kernelSize: 3, strides: 2, padding: "same", inputShape: [32, 32, 3]}),
      tf.layers.batchNormalization(),
      tf.layers.reLU(),
      tf.layers.separableConv2d({filters: 32, kernelSize: 3, padding: "same"}),
      tf.layers.batchNormalization(),
      tf.layers.reLU(),
      globalAveragePooling2d({}),
      softmax(10),
    ],
    many([[32, 32, 3]], 10),
  ),
  "LSTM, 24×1 → forecast of 6": chain(() => [lstm({units: 16, inputShape: [24, 1]}), dense({units: 6})], {
    loss: "meanSquaredError",
    set: {inputs: [[24, 1]], output: 6, task: "forecast"},
  }),
  "LSTM at each step, 20×3 → 20×4": chain(
    () => [lstm({units: 16, returnSequences: true, inputShape: [20, 3]}), tf.layers.timeDistributed({layer: softmax(4)})],
    {loss: multiclass.loss, set: {inputs: [[20, 3]], output: [20, 4], task: "multiclass"}},
  ),
  "encoder and decoder, 12×2 → 6×1": chain(
    () => [
      lstm({units: 16, inputShape: [12, 2]}),
      tf.layers.repeatVector({n: 6}),
      lstm({units: 16, returnSequences: true}),
      tf.layers.timeDistributed({layer: dense({units: 1})}),
    ],
    {loss: "meanSquaredError", set: {inputs: [[12, 2]], output: [6, 1], task: "forecast"}},
  ),
  "embedding + GRU, 20 of 1000": chain(() => [embedding({inputDim: 1000, outputDim: 16, inputLength: 20}), gru({units: 16}), sigmoid(1)], {
    loss: "binaryCrossentropy",
    set: {inputs: [{shape: [20], tokens: 1000}], output: 1, task: "binary"},
  }),
  "embedding + pooling, 40 of 5000": chain(
    () => [embedding({inputDim: 5000, outputDim: 16, inputLength: 40}), globalAveragePooling1d(), relu(16), softmax(4)],
    many([{shape: [40], tokens: 5000}], 4),
  ),
  "autoencoder, 64": chain(() => [relu(32, [64]), relu(8), relu(32), dense({units: 64})], {
    loss: "meanSquaredError",
    set: {inputs: [[64]], output: 64, task: "reconstruction"},
  }),
  "autoencoder, 784 in 0..1": chain(() => [relu(32, [784]), sigmoid(784)], {
    loss: "binaryCrossentropy",
    set: {inputs: [[784]], output: 784, task: "reconstruction", coding: "0/1"},
  }),
  "convolutional autoencoder, 16×16×1": chain(
    () => [
      conv2d({filters: 8, kernelSize: 3, strides: 2, padding: "same", activation: "relu", inputShape: [16, 16, 1]}),
      conv2d({filters: 8, kernelSize: 3, strides: 2, padding: "same", activation: "relu"}),
      tf.layers.conv2dTranspose({filters: 8, kernelSize: 3, strides: 2, padding: "same", activation: "relu"}),
      tf.layers.conv2dTranspose({filters: 1, kernelSize: 3, strides: 2, padding: "same"}),
    ],
    {loss: "meanSquaredError", set: {inputs: [[16, 16, 1]], output: [16, 16, 1], task: "reconstruction"}},
  ),
  "two inputs, 8 and 5": graph(twoInputs, {losses: ["binaryCrossentropy"], set: {inputs: [[8], [5]], output: 1, task: "binary"}}),
  "picture and ids, 3 classes": graph(pictureAndIds, {
    losses: [multiclass.loss],
    set: {inputs: [[12, 12, 1], {shape: [1], tokens: 20}], output: 3, task: "multiclass"},
  }),
  "two outputs, classes and a number": graph(twoOutputs, {
    losses: [multiclass.loss, "meanSquaredError"],
    set: {
      inputs: [[12]],
      outputs: [
        {output: 3, task: "multiclass"},
        {output: 1, task: "regression"},
      ],
    },
  }),
  "segmentation, 16×16×3 → 16×16×1": chain(
    () => [
      conv2d({filters: 8, kernelSize: 3, padding: "same", activation: "relu", inputShape: [16, 16, 3]}),
      conv2d({filters: 8, kernelSize: 3, padding: "same", activation: "relu"}),
      conv2d({filters: 1, kernelSize: 1, activation: "sigmoid"}),
    ],
    {loss: "binaryCrossentropy", set: {inputs: [[16, 16, 3]], output: [16, 16, 1], task: "binary"}},
  ),
};

function twoInputs(): tf.LayersModel {
  const inputs = [tf.input({shape: [8]}), tf.input({shape: [5]})];
  const joined = tf.layers.concatenate().apply(inputs.map((input) => relu(16).apply(input) as tf.SymbolicTensor));
  return tf.model({inputs, outputs: sigmoid(1).apply(joined) as tf.SymbolicTensor});
}

function pictureAndIds(): tf.LayersModel {
  const [picture, id] = [tf.input({shape: [12, 12, 1]}), tf.input({shape: [1]})];
  const seen = globalAveragePooling2d({}).apply(conv(8).apply(picture));
  const known = flatten().apply(embedding({inputDim: 20, outputDim: 4}).apply(id));
  const joined = tf.layers.concatenate().apply([seen, known] as tf.SymbolicTensor[]);
  return tf.model({inputs: [picture, id], outputs: softmax(3).apply(relu(16).apply(joined)) as tf.SymbolicTensor});
}

function twoOutputs(): tf.LayersModel {
  const input = tf.input({shape: [12]});
  const shared = relu(32).apply(input);
  return tf.model({inputs: input, outputs: [softmax(3).apply(shared), dense({units: 1}).apply(shared)] as tf.SymbolicTensor[]});
}
