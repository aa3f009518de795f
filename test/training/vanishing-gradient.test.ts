import {tf} from "../../src/index.js";
import {vanishingGradient} from "../../src/training/vanishing-gradient.js";
import {classifier, regressor} from "../examples.js";
import {stack} from "../networks.js";
import {testCheck} from "../testCheck.js";

const deep = Array.from({length: 6}, () => 16);

testCheck(vanishingGradient, {
  healthy: [
    {title: "one hidden layer", subject: () => classifier()},
    {
      title: "six relu layers from the He start",
      subject: () => ({...regressor({epochs: 8}), model: stack({hidden: deep, each: {kernelInitializer: "heNormal"}})}),
    },
  ],
  sick: [
    {
      title: "six sigmoid layers under plain descent",
      subject: () => ({
        ...regressor({epochs: 8}),
        model: stack({hidden: deep, each: {activation: "sigmoid"}, optimizer: () => tf.train.sgd(0.05)}),
      }),
      says: /the first kernel's gradient is \d\.\de-\d+ of the largest/,
    },
  ],
});
