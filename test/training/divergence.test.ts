import {tf} from "../../src/index.js";
import {divergence} from "../../src/training/divergence.js";
import {classifier, regressor} from "../examples.js";
import {testCheck} from "../testCheck.js";

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
    {title: "a history that grows a hundredfold", subject: () => ({history: {loss: [1, 8, 100]}})},
    {
      title: "plain descent at a rate beyond the limit of a linear fit",
      subject: () => regressor({hidden: [], optimizer: () => tf.train.sgd(5)}),
      says: /is no finite number/,
    },
  ],
});
