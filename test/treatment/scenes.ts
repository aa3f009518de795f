import {tf, type Case} from "../../src/index.js";
import type {Finding} from "../../src/finding.js";
import {random} from "../../src/math/random.js";
import {normal} from "../examples.js";

/** A case with what is proposed for it: by all remedies, or by those of some illnesses, with titles that must be among them. */
export interface Scene {
  make: () => Case;
  only?: readonly string[];
  finding?: Finding;
  least: number;
  titles?: readonly string[];
}

/** A network that is compiled as most are. */
function compiled(layers: tf.layers.Layer[], loss = "binaryCrossentropy"): tf.LayersModel {
  const made = tf.sequential({layers});
  made.compile({optimizer: tf.train.adam(0.01), loss, metrics: ["accuracy"]});
  return made;
}

const answer = () => tf.layers.dense({units: 1, activation: "sigmoid"});
const dense = () => compiled([tf.layers.dense({units: 8, activation: "relu", inputShape: [4]}), answer()]);

/** Normal rows and whether their first two components agree in sign with a plane. */
export function plane(count: number, {seed}: {seed: number}): {x: number[][]; y: number[][]} {
  const draw = random(seed);
  const x = Array.from({length: count}, () => Array.from({length: 4}, () => normal(draw)));
  return {x, y: x.map(([a, b]) => [Number(a! + b! > 0)])};
}

const tensors = ({x, y}: {x: number[][]; y: number[][]}) => ({x: tf.tensor2d(x), y: tf.tensor2d(y)});

/** Sequences of ids, or of pairs of numbers, that end in padding. */
const padded = (count: number, {seed, made}: {seed: number; made: (value: number, end: boolean) => unknown}) => {
  const draw = random(seed);
  const x = Array.from({length: count}, () => {
    const length = 3 + Math.floor(5 * draw());
    return Array.from({length: 10}, (_, step) => made(1 + Math.floor(8 * draw()), step >= length));
  });
  return {
    x: tf.tensor(x as number[][]),
    y: tf.tensor2d(x.map((row) => [Number(((row as unknown[]).flat().reduce((a, b) => Number(a) + Number(b), 0) as number) > 20)])),
  };
};

const pictures = (shape: number[]) => {
  const draw = random(5);
  const size = shape.reduce((a, b) => a * b, 1);
  const values = Float32Array.from({length: 60 * size}, () => draw());
  return {x: tf.tensor(values, [60, ...shape]), y: tf.tensor2d(Array.from({length: 60}, (_, i) => [i % 2]))};
};

const convolution = (inputShape: number[]) =>
  compiled([tf.layers.conv2d({filters: 2, kernelSize: 3, padding: "same", inputShape}), tf.layers.flatten(), answer()]);

/** Windows of a sine that were split by chance. */
function windows(): Case {
  const draw = random(4);
  const all = Array.from({length: 120}, (_, i) => Array.from({length: 9}, (_, j) => Math.sin((i + j) / 7) + 0.3 * Math.sin((i + j) * 1.3)));
  const mixed = all.map((row) => ({row, by: draw()})).sort((a, b) => a.by - b.by);
  const side = (some: typeof mixed) => tensors({x: some.map(({row}) => row.slice(0, 8)), y: some.map(({row}) => [row[8]!])});
  return {
    model: () => compiled([tf.layers.dense({units: 4, inputShape: [8]}), tf.layers.dense({units: 1})], "meanSquaredError"),
    train: side(mixed.slice(0, 90)),
    validation: side(mixed.slice(90)),
    task: "forecast",
    fit: {epochs: 2},
  };
}

/** A model with a path past a layer, so that not every place takes a layer more. */
function functional(): tf.LayersModel {
  const input = tf.input({shape: [4]});
  const first = tf.layers.dense({units: 8, activation: "relu"}).apply(input) as tf.SymbolicTensor;
  const second = tf.layers.dense({units: 8, activation: "relu"}).apply(first) as tf.SymbolicTensor;
  const both = tf.layers.concatenate().apply([first, second]) as tf.SymbolicTensor;
  const third = tf.layers.dense({units: 8, activation: "sigmoid"}).apply(both) as tf.SymbolicTensor;
  const made = tf.model({inputs: input, outputs: answer().apply(third) as tf.SymbolicTensor});
  made.compile({optimizer: tf.train.sgd(0.1), loss: "binaryCrossentropy"});
  return made;
}

const binary = {task: "binary"} as const;

/** Cases of which each needs a remedy of its own. */
export const scenes: Record<string, Scene> = {
  "exchanged labels": {
    make: () => {
      const [train, validation] = [plane(80, {seed: 1}), plane(80, {seed: 2})];
      return {model: dense, train: tensors({x: train.x, y: validation.y}), validation: tensors({x: validation.x, y: train.y}), ...binary};
    },
    only: ["swapped-labels"],
    least: 1,
    titles: ["the labels of training and validation exchanged"],
  },
  "classes of other names in one part": {
    make: () => {
      const [train, validation] = [plane(120, {seed: 1}), plane(80, {seed: 2})];
      return {
        model: dense,
        train: tensors(train),
        validation: tensors({x: validation.x, y: validation.y.map(([label]) => [1 - label!])}),
        ...binary,
      };
    },
    only: ["swapped-labels"],
    least: 1,
    titles: ["validation classes named as the training rows' are"],
  },
  "labels that were moved": {
    make: () => {
      const {x, y} = plane(200, {seed: 1});
      return {model: dense, train: tensors({x, y: x.map((_, i) => y[(i + 197) % 200]!)}), ...binary};
    },
    only: ["misaligned-labels"],
    least: 1,
    titles: ["train labels moved by 3 rows"],
  },
  "labels that were turned round": {
    make: () => {
      const {x, y} = plane(200, {seed: 1});
      return {model: dense, train: tensors({x, y: y.toReversed()}), ...binary};
    },
    only: ["misaligned-labels"],
    least: 1,
    titles: ["train labels reversed"],
  },
  "ids with padding": {
    make: () => ({
      model: () => compiled([tf.layers.embedding({inputDim: 9, outputDim: 3, inputLength: 10}), tf.layers.gru({units: 3}), answer()]),
      train: padded(60, {seed: 1, made: (id, end) => (end ? 0 : id)}),
      ...binary,
    }),
    only: ["unmasked-padding"],
    least: 2,
    titles: ["the embedding masks zeros", "the padding in front of the data"],
  },
  "numbers with padding": {
    make: () => ({
      model: () => compiled([tf.layers.lstm({units: 3, inputShape: [10, 2]}), answer()]),
      train: padded(60, {seed: 1, made: (value, end) => (end ? [-1, -1] : [value, value / 2])}),
      ...binary,
    }),
    only: ["unmasked-padding", "leaked-labels"],
    finding: {evidence: [{kind: "table", label: "", columns: ["column", "place"], rows: [["x20", 19]]}]} as unknown as Finding,
    least: 3,
    titles: ["a mask of -1 before the recurrent layer", "the padding in front of the data", "without the steps 10"],
  },
  "ids beyond the embedding": {
    make: () => ({
      model: () => compiled([tf.layers.embedding({inputDim: 8, outputDim: 3, inputLength: 10}), tf.layers.flatten(), answer()]),
      train: padded(60, {seed: 1, made: (id) => id}),
      ...binary,
    }),
    only: ["index-out-of-range"],
    least: 2,
    titles: ["ids counted from 0", "an embedding of 9 rows"],
  },
  "ids below 0": {
    make: () => ({
      model: () => compiled([tf.layers.embedding({inputDim: 8, outputDim: 3, inputLength: 10}), tf.layers.flatten(), answer()]),
      train: padded(60, {seed: 1, made: (id) => id - 3}),
      ...binary,
    }),
    only: ["index-out-of-range"],
    least: 1,
    titles: ["ids counted from 0, an embedding of 8 rows"],
  },
  "pictures with the channels first": {
    make: () => ({model: () => convolution([6, 8, 3]), train: pictures([6, 8, 3]), ...binary}),
    only: ["wrong-image-layout"],
    least: 3,
    titles: ["pictures that lie as [3, 6, 8] transposed", "pictures that lie as [8, 6, 3] transposed"],
  },
  "pictures of which the layer takes the rows for channels": {
    make: () => ({model: () => convolution([3, 8, 8]), train: pictures([3, 8, 8]), ...binary}),
    only: ["wrong-image-layout"],
    least: 1,
    titles: ["pictures that lie as [3, 8, 8] transposed, and inputShape [8, 8, 3]"],
  },
  "windows split by chance": {
    make: windows,
    only: ["future-leak", "missing-validation"],
    least: 1,
    titles: ["a split at one time, a window's length left out"],
  },
  "subjects on both sides": {
    make: () => {
      const groups = (count: number) => Array.from({length: count}, (_, i) => i % 10);
      return {
        model: dense,
        train: {...tensors(plane(80, {seed: 1})), groups: groups(80)},
        validation: {...tensors(plane(20, {seed: 2})), groups: groups(20)},
        ...binary,
      };
    },
    only: ["grouped-split", "unrepresentative-split"],
    least: 1,
    titles: ["a split by subject"],
  },
  "nothing held out": {
    make: () => ({model: dense, train: tensors(plane(80, {seed: 1})), fit: {epochs: 2, validationSplit: 0.2}, ...binary}),
    only: ["missing-validation"],
    least: 1,
    titles: ["a split by chance, within each class"],
  },
  "a model that is no list of layers": {
    make: () => ({model: functional, train: tensors(plane(80, {seed: 1})), ...binary}),
    only: ["overfitting", "vanishing-gradient", "bottleneck", "exploding-gradient"],
    least: 8,
    titles: [
      "dropout of 0.3 behind each hidden layer",
      "batch normalisation behind each hidden layer",
      "a hidden layer of 64 units before the last",
    ],
  },
};
