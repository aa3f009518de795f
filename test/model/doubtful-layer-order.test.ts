import {tf, type Case} from "../../src/index.js";
import {doubtfulLayerOrder} from "../../src/model/doubtful-layer-order.js";
import {classifier} from "../examples.js";
import {testCheck} from "../testCheck.js";
import {dense, withLayers} from "./layers.js";

const norm = () => tf.layers.batchNormalization();
const drop = (rate: number) => tf.layers.dropout({rate});
const warn = {verdicts: ["warn"]} as const;

/** Images of 8 × 8 with one channel and two classes. */
const images = (layers: () => tf.layers.Layer[]) => (): Case => ({
  model: () => {
    const model = tf.sequential({layers: [tf.layers.inputLayer({inputShape: [8, 8, 1]}), ...layers()]});
    model.compile({optimizer: "adam", loss: "categoricalCrossentropy"});
    return model;
  },
  train: {
    x: tf.randomNormal([8, 8, 8, 1], 0, 1, "float32", 1).arraySync() as number[][][][],
    y: [0, 1, 0, 1, 0, 1, 0, 1].map((k) => [k, 1 - k]),
  },
});
const conv = (more: object = {}) => tf.layers.conv2d({filters: 2, kernelSize: 3, activation: "relu", ...more});

testCheck(doubtfulLayerOrder, {
  healthy: [
    {title: "dense layers", subject: () => classifier()},
    {
      title: "weights, normalisation, activation, dropout, twice",
      subject: () =>
        withLayers(() => [
          dense(8),
          norm(),
          tf.layers.reLU(),
          drop(0.2),
          dense(8),
          norm(),
          tf.layers.reLU(),
          drop(0.2),
          dense(3, "softmax"),
        ]),
    },
    {
      title: "normalisation after the activation",
      subject: () => withLayers(() => [dense(8, "relu"), norm(), drop(0.2), dense(3, "softmax")]),
    },
    {
      title: "a network for images",
      subject: images(() => [conv(), tf.layers.maxPooling2d({poolSize: 2}), tf.layers.flatten(), dense(2, "softmax")]),
    },
    {
      title: "windows that touch",
      subject: images(() => [conv({kernelSize: 2, strides: 2}), tf.layers.globalAveragePooling2d({}), dense(2, "softmax")]),
    },
    {
      title: "thinning by windows of one place",
      subject: images(() => [conv({kernelSize: 1, strides: 2}), tf.layers.flatten(), dense(2, "softmax")]),
    },
    {title: "a softmax of its own", subject: () => withLayers(() => [dense(8, "relu"), dense(3), tf.layers.softmax()])},
  ],
  sick: [
    {
      title: "dropout before normalisation",
      subject: () => withLayers(() => [dense(8, "relu"), drop(0.3), norm(), dense(3, "softmax")]),
      ...warn,
      says: /no row has later/,
    },
    {
      title: "dropout twice",
      subject: () => withLayers(() => [dense(8, "relu"), drop(0.5), drop(0.5), dense(3, "softmax")]),
      ...warn,
      says: /drop 75 %/,
    },
    {title: "normalisation twice", subject: () => withLayers(() => [dense(8, "relu"), norm(), norm(), dense(3, "softmax")]), ...warn},
    {
      title: "relu of relu",
      subject: () => withLayers(() => [dense(8, "relu"), tf.layers.reLU(), dense(3, "softmax")]),
      ...warn,
      says: /relu of relu/,
    },
    {title: "softmax of relu", subject: () => withLayers(() => [dense(8, "relu"), dense(3, "relu"), tf.layers.softmax()]), ...warn},
    {
      title: "dense layers before flatten",
      subject: images(() => [conv(), dense(4, "relu"), tf.layers.flatten(), dense(2, "softmax")]),
      ...warn,
      says: /\(6 × 6 × 2\) mixes only the 2 channels/,
    },
    {
      title: "strides beyond the windows",
      subject: images(() => [conv({kernelSize: 2, strides: 3}), tf.layers.flatten(), dense(2, "softmax")]),
      ...warn,
      says: /3 × 3 skip places/,
    },
  ],
});
