import {tf, type Case} from "../../src/index.js";
import {learningRateTooHigh} from "../../src/training/learning-rate-too-high.js";
import {classifier, regressor} from "../examples.js";
import {stack} from "../networks.js";
import {testCheck} from "../testCheck.js";

/** A linear target under momentum .95, which swings before it settles. */
function swinging({rate}: {rate: number}): Case {
  const {x} = regressor().train as unknown as {x: number[][]};
  return {
    model: stack({hidden: [], optimizer: () => tf.train.momentum(rate, 0.95)}),
    train: {x, y: x.map(([a, b]) => [a! + 0.5 * b! + 2])},
    fit: {epochs: 3, batchSize: 16},
  };
}

testCheck(learningRateTooHigh, {
  healthy: [
    {title: "a classifier", subject: () => classifier()},
    {title: "a regression", subject: () => regressor()},
    {title: "a rate that is too low", subject: () => regressor({optimizer: () => tf.train.sgd(1e-5)})},
    {title: "swings that three times the steps would settle", subject: () => swinging({rate: 0.02}), says: /it is steps that are missing/},
  ],
  sick: [
    {title: "swings that grow", subject: () => swinging({rate: 0.2}), says: /with a rate of 0\.02 in place of 0\.2/},
    {
      title: "plain descent beyond the limit of a linear fit",
      subject: () => regressor({hidden: [], noise: 0, optimizer: () => tf.train.sgd(3)}),
      says: /with a rate of 0\.3 in place of 3/,
    },
    {title: "Adam at 3", subject: () => classifier({optimizer: () => tf.train.adam(3), hidden: [16, 16]})},
  ],
});
