import {unreachableTargets} from "../../src/model/unreachable-targets.js";
import {tf} from "../../src/index.js";
import {classifier, regressor} from "../examples.js";
import {testCheck} from "../testCheck.js";

const recurrent = (activation: "tanh" | "relu") => () => ({
  model: () => {
    const model = tf.sequential({layers: [tf.layers.simpleRNN({units: 1, activation, inputShape: [3, 1]})]});
    model.compile({optimizer: "adam", loss: "meanSquaredError"});
    return model;
  },
  train: {
    x: [
      [[1], [2], [3]],
      [[2], [3], [4]],
      [[3], [4], [5]],
    ],
    y: [[4], [5], [6]],
  },
});

/** Targets of about 9 under tanh with a loss that ddx does not know. */
const ownLoss = (loss: (target: tf.Tensor, output: tf.Tensor) => tf.Scalar) => ({
  ...regressor({target: (value) => 9 + value}),
  model: () => {
    const model = tf.sequential({layers: [tf.layers.dense({units: 1, activation: "tanh", inputShape: [3]})]});
    model.compile({optimizer: "adam", loss: loss as never});
    return model;
  },
});

testCheck(unreachableTargets, {
  healthy: [
    {title: "a linear output", subject: () => regressor()},
    {
      title: "targets in 0 to 1 under sigmoid",
      subject: () => regressor({activation: "sigmoid", target: (value) => 1 / (1 + Math.exp(-value))}),
      says: /lie in \[0, 1\]/,
    },
    {title: "positive targets under relu", subject: () => regressor({activation: "relu", target: Math.exp})},
    {title: "one-hot labels under softmax and the squared error", subject: () => classifier({loss: "meanSquaredError"})},
    {title: "class numbers under softmax", subject: () => classifier({labels: "integers", loss: "sparseCategoricalCrossentropy"})},
    {
      title: "a loss of one's own that weighs by its targets and does not compare with them",
      subject: () => ownLoss((weight, output) => weight.mul(output).mean().neg() as tf.Scalar),
      verdicts: ["warn"],
    },
    {title: "a recurrent output with relu", subject: recurrent("relu")},
    {
      title: "one target in a hundred just below 0 under relu is a warning",
      subject: () => regressor({activation: "relu", target: (value) => Math.max(-0.02, value + 1.5)}),
      verdicts: ["warn", "pass"],
    },
  ],
  sick: [
    {
      title: "squared errors of one's own under tanh",
      subject: () => ownLoss((target, output) => target.sub(output).square().sum() as tf.Scalar),
    },
    {title: "negative targets under relu", subject: () => regressor({activation: "relu"}), says: /lie outside \[0, ∞\)/},
    {
      title: "targets of 7 to 12 under tanh",
      subject: () => regressor({activation: "tanh", target: (value) => 9 + value}),
      says: /^100 % of the targets/,
    },
    {title: "numbers under softmax", subject: () => regressor({activation: "softmax"}), says: /sum to 1/},
    {title: "a recurrent output with tanh", subject: recurrent("tanh")},
  ],
});
