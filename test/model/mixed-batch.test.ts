import {tf, type Case} from "../../src/index.js";
import {mixedBatch} from "../../src/model/mixed-batch.js";
import {classifier, regressor} from "../examples.js";
import {stack} from "../networks.js";
import {testCheck} from "../testCheck.js";
import {dense, withLayers} from "./layers.js";
import {ownLayer} from "./own-layer.js";

const behind = (name: string, call: (x: tf.Tensor) => tf.Tensor): Case =>
  withLayers(() => [dense(8, "relu"), ownLayer(name, {call}), dense(3, "softmax")]);
const series = (stateful: boolean): Case => ({
  model: () => {
    const model = tf.sequential({
      layers: [tf.layers.lstm({units: 4, stateful, batchInputShape: [stateful ? 4 : null, 5, 1] as number[]}), tf.layers.dense({units: 1})],
    });
    model.compile({optimizer: "adam", loss: "meanSquaredError"});
    return model;
  },
  train: {
    x: Array.from({length: 40}, (_, i) => [0, 1, 2, 3, 4].map((t) => [Math.sin(i + t)])),
    y: Array.from({length: 40}, (_, i) => [Math.sin(i + 5)]),
  },
});

testCheck(mixedBatch, {
  healthy: [
    {title: "dense layers", subject: () => classifier()},
    {title: "a regression", subject: () => regressor()},
    {
      title: "batch normalisation, which mixes in training only",
      subject: () => withLayers(() => [dense(8, "relu"), tf.layers.batchNormalization(), dense(3, "softmax")]),
    },
    {title: "dropout", subject: () => withLayers(() => [dense(8, "relu"), tf.layers.dropout({rate: 0.5}), dense(3, "softmax")])},
    {
      title: "layer normalisation",
      subject: () => withLayers(() => [dense(8, "relu"), tf.layers.layerNormalization(), dense(3, "softmax")]),
    },
    {title: "a recurrent network", subject: () => series(false)},
    {title: "noise of its own in each call", subject: () => behind("RowNoise", (x) => x.add(tf.randomNormal(x.shape, 0, 0.1)))},
    {title: "an output that starts at zero", subject: () => ({...regressor(), model: stack({last: {kernelInitializer: "zeros"}})})},
    {title: "a scale of 1e6 and an offset", subject: () => regressor({target: (value) => 1e6 + 1e6 * value})},
    {
      title: "two rows",
      subject: () => ({
        ...regressor(),
        train: {
          x: [
            [1, 2, 3],
            [3, 2, 2],
          ],
          y: [[1], [2]],
        },
      }),
    },
    {title: "a stateful network is not judged", subject: () => series(true), verdicts: ["skip"]},
  ],
  sick: [
    {
      title: "a softmax over the rows",
      subject: () => behind("RowSoftmax", (x) => x.exp().div(x.exp().sum(0))),
      says: /expected no difference/,
    },
    {title: "the batch's mean taken off in inference too", subject: () => behind("Centre", (x) => x.sub(x.mean(0)))},
    {title: "a running sum over the rows before", subject: () => behind("Running", (x) => x.cumsum(0))},
    {title: "a reshape that regroups the rows", subject: () => behind("Regroup", (x) => x.transpose().reshape(x.shape))},
    {title: "each row reads the next one", subject: () => behind("Next", (x) => tf.concat([x.slice([1]), x.slice([0], [1])]))},
    {
      title: "a mixing output that starts at zero",
      subject: () =>
        withLayers(() => [
          dense(8, "relu"),
          ownLayer("CentreToo", {call: (x) => x.sub(x.mean(0))}),
          dense(3, "softmax", {kernelInitializer: "zeros"}),
        ]),
    },
  ],
});
