import {tf} from "../../src/index.js";
import {learningRateTooLow} from "../../src/training/learning-rate-too-low.js";
import {classifier, regressor} from "../examples.js";
import {testCheck} from "../testCheck.js";

testCheck(learningRateTooLow, {
  healthy: [
    {title: "a classifier", subject: () => classifier()},
    {
      title: "a single epoch at a good rate, which lacks steps",
      subject: () => classifier({epochs: 1, optimizer: () => tf.train.adam(0.01)}),
    },
    {title: "a rate that is too high", subject: () => regressor({hidden: [], optimizer: () => tf.train.sgd(5)})},
  ],
  sick: [
    {
      title: "plain descent at 1e-6",
      subject: () => classifier({optimizer: () => tf.train.sgd(1e-6)}),
      says: /10000 times the learning rate/,
    },
    {
      title: "plain descent at 1e-3 for 300 steps",
      subject: () => classifier({optimizer: () => tf.train.sgd(1e-3), epochs: 25}),
      says: /with 10 times the learning rate .* after the same 300 steps/,
    },
  ],
});
