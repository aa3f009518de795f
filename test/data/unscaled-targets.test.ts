import {unscaledTargets} from "../../src/data/unscaled-targets.js";
import {tf} from "../../src/index.js";
import {classifier, regressor} from "../examples.js";
import {testCheck} from "../testCheck.js";

testCheck(unscaledTargets, {
  healthy: [
    {title: "standardised targets", subject: () => regressor()},
    {title: "targets of some tens, in reach of 300 steps", subject: () => regressor({target: (value) => 20 * value})},
    {
      title: "a linear network under gradient descent, targets of hundreds",
      subject: () => regressor({target: (value) => 160 * value, hidden: [], optimizer: () => tf.train.sgd(0.05)}),
    },
    {title: "classes, whatever their numbers", subject: () => classifier(), verdicts: ["skip"]},
    {
      title: "too few steps even for targets of size 1",
      subject: () => regressor({target: (value) => 9 + value, epochs: 1, optimizer: () => tf.train.adam(0.0001)}),
    },
  ],
  sick: [
    {
      title: "prices of half a million under Adam",
      subject: () => regressor({target: (value) => 3e5 + 1e5 * value}),
      says: /300 steps at rate 0\.01/,
    },
    {
      title: "thousands under gradient descent",
      subject: () => regressor({target: (value) => 2000 * value, optimizer: () => tf.train.sgd(0.01)}),
      says: /learning rate × targets is 1\d\./,
    },
    {
      title: "a hundred with a slow rate",
      subject: () => regressor({target: (value) => 100 * value, optimizer: () => tf.train.rmsprop(0.0005)}),
    },
  ],
});
