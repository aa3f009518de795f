import {tf} from "../../src/index.js";
import {missingNonlinearity} from "../../src/model/missing-nonlinearity.js";
import {classifier} from "../examples.js";
import {testCheck} from "../testCheck.js";
import {dense, withLayers} from "./layers.js";

testCheck(missingNonlinearity, {
  healthy: [
    {title: "relu between the layers", subject: () => classifier()},
    {title: "an activation in a layer of its own", subject: () => withLayers(() => [dense(16), tf.layers.reLU(), dense(3, "softmax")])},
    {title: "a linear model by design", subject: () => classifier({hidden: []}), says: /by design/},
    {
      title: "batch normalisation between layer and activation",
      subject: () =>
        withLayers(() => [
          dense(16),
          tf.layers.batchNormalization(),
          tf.layers.activation({activation: "relu"}),
          dense(3),
          tf.layers.softmax(),
        ]),
    },
    {title: "a linear layer that limits the rank", subject: () => withLayers(() => [dense(3), dense(16, "relu"), dense(3, "softmax")])},
    {
      title: "relu behind a nested model",
      subject: () =>
        withLayers(() => [tf.sequential({layers: [dense(16, undefined, {inputShape: [4]})]}), tf.layers.reLU(), dense(3, "softmax")]),
    },
  ],
  sick: [
    {
      title: "two linear layers, one in a nested model",
      subject: () => withLayers(() => [tf.sequential({layers: [dense(16, undefined, {inputShape: [4]})]}), dense(3, "softmax")]),
    },
    {
      title: "a linear model of low rank is a warning",
      subject: () => withLayers(() => [dense(2), dense(3, "softmax")]),
      verdicts: ["warn"],
    },
    {
      title: "three layers without activation",
      subject: () => withLayers(() => [dense(16), dense(8), dense(3, "softmax")]),
      says: /none of the 3 layers/,
    },
    {
      title: "with dropout and batch normalisation between",
      subject: () =>
        withLayers(() => [dense(16), tf.layers.batchNormalization(), tf.layers.dropout({rate: 0.1}), dense(3), tf.layers.softmax()]),
    },
    {
      title: "two of three layers are one: a warning",
      subject: () => withLayers(() => [dense(16), dense(8, "relu"), dense(3, "softmax")]),
      verdicts: ["warn"],
    },
  ],
});
