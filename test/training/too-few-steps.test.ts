import {tf} from "../../src/index.js";
import {tooFewSteps} from "../../src/training/too-few-steps.js";
import {classifier, regressor} from "../examples.js";
import {testCheck} from "../testCheck.js";

testCheck(tooFewSteps, {
  healthy: [
    {title: "a classifier", subject: () => classifier()},
    {title: "a regression", subject: () => regressor()},
    {
      title: "softmax over one unit, which no step mends",
      subject: () => classifier({classes: 2, units: 1, loss: "binaryCrossentropy", epochs: 4}),
    },
  ],
  sick: [
    {
      title: "one epoch of twelve steps",
      subject: () => classifier({epochs: 1, optimizer: () => tf.train.adam(0.005)}),
      says: /after 12 steps .* after 36 steps/,
    },
  ],
});
