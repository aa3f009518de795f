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
    {title: "a recurrent output with relu", subject: recurrent("relu")},
    {
      title: "one target in a hundred just below 0 under relu is a warning",
      subject: () => regressor({activation: "relu", target: (value) => Math.max(-0.02, value + 1.5)}),
      verdicts: ["warn", "pass"],
    },
  ],
  sick: [
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
