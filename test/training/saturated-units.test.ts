import {tf} from "../../src/index.js";
import {saturatedUnits} from "../../src/training/saturated-units.js";
import {classifier, regressor} from "../examples.js";
import {stack} from "../networks.js";
import {testCheck} from "../testCheck.js";

const wide = () => tf.initializers.randomNormal({stddev: 300});
const hidden = [8, 8];

testCheck(saturatedUnits, {
  healthy: [
    {title: "relu alone", subject: () => classifier(), says: /no hidden layer has units that can saturate/},
    {
      title: "tanh from Glorot's start",
      subject: () => ({...regressor({rows: 120, epochs: 10}), model: stack({hidden, each: {activation: "tanh"}})}),
      says: /^0 of 8 units/,
    },
    {
      title: "a sigmoid output that is sure",
      subject: () => classifier({rows: 120, classes: 2, units: 1, activation: "sigmoid", loss: "binaryCrossentropy"}),
    },
  ],
  sick: [
    {
      title: "sigmoids behind weights of three hundred, under plain descent",
      subject: () => ({
        ...regressor({rows: 120, epochs: 4}),
        model: stack({
          hidden,
          each: {activation: "sigmoid", kernelInitializer: wide(), biasInitializer: tf.initializers.constant({value: 3000})},
          optimizer: () => tf.train.sgd(0.01),
        }),
      }),
      says: /[5-8] of 8 units of dense 1 are at a flat end of their sigmoid/,
    },
  ],
});
