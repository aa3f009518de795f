import {tf, type Recording} from "../../src/index.js";
import {divergence} from "../../src/training/divergence.js";
import {classifier, regressor} from "../examples.js";
import {ownLayer} from "../model/own-layer.js";
import {testCheck} from "../testCheck.js";

const broken: Recording = {
  ...{history: {loss: ["NaN"]}, steps: 7, losses: {every: 1, values: [1, 2, 3, 4, 5, 9.5, "NaN"]}},
  ...{looks: [1], weights: [], activations: [], batchNorms: []},
  nonFinite: {step: 7, epoch: 1, batch: 7, what: "weight", layer: "dense 2", weight: "kernel", before: 9.5},
};

/** A network that takes the root of what relu gives: 0 among it. */
const rooted = () => ({
  ...regressor(),
  model: () => {
    const dense = tf.layers.dense({units: 8, activation: "relu", inputShape: [3]});
    const model = tf.sequential({layers: [dense, ownLayer("Root", {call: (x) => tf.sqrt(x)}), tf.layers.dense({units: 1})]});
    model.compile({optimizer: tf.train.adam(0.01), loss: "meanSquaredError"});
    return model;
  },
});

testCheck(divergence, {
  healthy: [
    {title: "a falling history alone", subject: () => ({history: {loss: [2, 1, 0.5, 0.4]}}), says: /from 2\.00 to 0\.400 in 4 epochs/},
    {title: "a history with a spike that it recovers from", subject: () => ({history: {loss: [1, 30, 0.5]}})},
    {title: "a fit of our own", subject: () => classifier()},
  ],
  sick: [
    {
      title: "a history that ends in NaN, as JSON has it",
      subject: () => ({history: {loss: [1, 3, null]}}),
      says: /the loss is NaN in epoch 3 of 3/,
    },
    {
      title: "a recording that knows what broke first",
      subject: () => ({history: broken}),
      says: /the loss is NaN in epoch 1 of 1; .*; first in step 7 \(epoch 1, batch 7\): the kernel of dense 2 is not finite since the update of step 6; the loss before was 9\.50/,
    },
    {title: "a history that grows a hundredfold", subject: () => ({history: {loss: [1, 8, 100]}})},
    {
      title: "plain descent at a rate beyond the limit of a linear fit",
      subject: () => regressor({hidden: [], optimizer: () => tf.train.sgd(5)}),
      says: /is no finite number after \d+ steps .*; first in step \d+ \(epoch \d+, batch \d+\): the network's answers are finite and the loss is not: .* overflows on these answers; the loss before was \d\.\d+e\+3\d/,
    },
    {
      title: "a root at 0, whose slope is infinite while the loss is fine",
      subject: () => rooted(),
      says: /; first in step 1 \(epoch 1, batch 1\): the gradient of the bias of dense 1 overflows on its way back from a loss that is still finite/,
    },
  ],
});
