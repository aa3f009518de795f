import {wrongOutputActivation} from "../../src/model/wrong-output-activation.js";
import {classifier, regressor, severalLabels} from "../examples.js";
import {paddedSteps} from "./layers.js";
import {testCheck} from "../testCheck.js";

testCheck(wrongOutputActivation, {
  healthy: [
    {title: "softmax for one of several classes", subject: () => classifier()},
    {
      title: "sigmoid for several labels at once",
      subject: () => severalLabels(classifier({activation: "sigmoid", loss: "binaryCrossentropy"})),
    },
    {title: "softmax at each step, steps without a label being padding", subject: paddedSteps},
    {
      title: "sigmoids and the squared error for one of several classes",
      subject: () => classifier({activation: "sigmoid", loss: "meanSquaredError"}),
    },
    {title: "relu for positive numbers", subject: () => regressor({activation: "relu", target: Math.exp})},
  ],
  sick: [
    {
      title: "relu under binaryCrossentropy",
      subject: () => classifier({classes: 2, units: 1, activation: "relu", loss: "binaryCrossentropy"}),
      says: /it expects sigmoid/,
    },
    {title: "tanh under categoricalCrossentropy", subject: () => classifier({activation: "tanh"}), says: /it expects softmax/},
    {
      title: "softmax for several labels at once",
      subject: () => severalLabels(classifier({loss: "meanSquaredError"})),
      says: /sigmoid is expected/,
    },
    {title: "sigmoids for one of several classes are a warning", subject: () => classifier({activation: "sigmoid"}), verdicts: ["warn"]},
  ],
});
