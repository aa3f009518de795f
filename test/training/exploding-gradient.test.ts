import {tf} from "../../src/index.js";
import {explodingGradient} from "../../src/training/exploding-gradient.js";
import {classifier, regressor} from "../examples.js";
import {stack} from "../networks.js";
import {testCheck} from "../testCheck.js";

const wide = () => tf.initializers.randomNormal({stddev: 3});

testCheck(explodingGradient, {
  healthy: [
    {title: "a classifier", subject: () => classifier()},
    {
      title: "a regression on targets of many thousands, from the usual start",
      subject: () => regressor({target: (value) => 10000 * value}),
    },
  ],
  sick: [
    {
      title: "five relu layers started from N(0, 3)",
      subject: () => ({
        ...regressor({epochs: 4}),
        model: stack({hidden: [16, 16, 16, 16, 16], each: {kernelInitializer: wide()}, last: {kernelInitializer: wide()}}),
      }),
    },
  ],
});
