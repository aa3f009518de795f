import {tf} from "../../src/index.js";
import {dropoutOnOutput} from "../../src/model/dropout-on-output.js";
import {classifier} from "../examples.js";
import {testCheck} from "../testCheck.js";
import {dense, withLayers} from "./layers.js";

const nested = (layers: tf.layers.Layer[]) => tf.sequential({layers});

/** Ratings as products of learned features, with dropout on these. */
const factors = () => ({
  model: () => {
    const inputs = [tf.input({shape: [1]}), tf.input({shape: [1]})];
    const towers = inputs.map((input) => {
      const found = tf.layers.embedding({inputDim: 5, outputDim: 4}).apply(input);
      return tf.layers.dropout({rate: 0.2}).apply(tf.layers.flatten().apply(found)) as tf.SymbolicTensor;
    });
    const model = tf.model({inputs, outputs: tf.layers.dot({axes: 1}).apply(towers) as tf.SymbolicTensor});
    model.compile({optimizer: "adam", loss: "meanSquaredError"});
    return model;
  },
  train: {
    x: [0, 1].map((shift) => Array.from({length: 40}, (_, i) => [(i * (shift + 1)) % 5])),
    y: Array.from({length: 40}, (_, i) => [Math.sin(i)]),
  },
});

testCheck(dropoutOnOutput, {
  healthy: [
    {title: "no dropout", subject: () => classifier()},
    {
      title: "dropout between hidden layers",
      subject: () => withLayers(() => [dense(16, "relu"), tf.layers.dropout({rate: 0.5}), dense(3, "softmax")]),
    },
    {title: "dropout on one of two factors of the output", subject: factors},
    {
      title: "dropout inside a nested model, before its last weights",
      subject: () => withLayers(() => [dense(16, "relu"), nested([tf.layers.dropout({rate: 0.5, inputShape: [16]}), dense(3, "softmax")])]),
    },
    {title: "a dropout of 0", subject: () => withLayers(() => [dense(16, "relu"), dense(3, "softmax"), tf.layers.dropout({rate: 0})])},
  ],
  sick: [
    {
      title: "dropout behind a nested model",
      subject: () =>
        withLayers(() => [nested([dense(16, "relu", {inputShape: [4]}), dense(3, "softmax")]), tf.layers.dropout({rate: 0.5})]),
    },
    {
      title: "dropout as the last layer of a nested model",
      subject: () =>
        withLayers(() => [dense(16, "relu"), nested([dense(3, "softmax", {inputShape: [16]}), tf.layers.dropout({rate: 0.5})])]),
    },
    {
      title: "dropout as the last layer",
      subject: () => withLayers(() => [dense(16, "relu"), dense(3, "softmax"), tf.layers.dropout({rate: 0.5})]),
      says: /drops 50 % of the output/,
    },
    {
      title: "dropout before a softmax of its own",
      subject: () => withLayers(() => [dense(16, "relu"), dense(3), tf.layers.dropout({rate: 0.2}), tf.layers.softmax()]),
      says: /drops 20 %/,
    },
  ],
});
