import {tf} from "../../src/index.js";
import {learningRateTooHigh} from "../../src/training/learning-rate-too-high.js";
import {classifier, regressor} from "../examples.js";
import {testCheck} from "../testCheck.js";

testCheck(learningRateTooHigh, {
  healthy: [
    {title: "a classifier", subject: () => classifier()},
    {title: "a regression", subject: () => regressor()},
    {title: "a rate that is too low", subject: () => regressor({optimizer: () => tf.train.sgd(1e-5)})},
  ],
  sick: [
    {
      title: "plain descent beyond the limit of a linear fit",
      subject: () => regressor({hidden: [], noise: 0, optimizer: () => tf.train.sgd(3)}),
      says: /with a rate of 0\.3 in place of 3/,
    },
    {title: "Adam at 3", subject: () => classifier({optimizer: () => tf.train.adam(3), hidden: [16, 16]})},
  ],
});
