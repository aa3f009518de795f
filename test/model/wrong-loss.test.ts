import {wrongLoss} from "../../src/model/wrong-loss.js";
import {classifier, regressor, severalLabels} from "../examples.js";
import {testCheck} from "../testCheck.js";

testCheck(wrongLoss, {
  healthy: [
    {title: "categoricalCrossentropy for one of several classes", subject: () => classifier()},
    {
      title: "binaryCrossentropy for two",
      subject: () => classifier({classes: 2, units: 1, activation: "sigmoid", loss: "binaryCrossentropy"}),
    },
    {
      title: "binaryCrossentropy for several labels at once",
      subject: () => severalLabels(classifier({activation: "sigmoid", loss: "binaryCrossentropy"})),
    },
    {
      title: "binaryCrossentropy for numbers from 0 to 1",
      subject: () => regressor({activation: "sigmoid", loss: "binaryCrossentropy", target: (value) => 1 / (1 + Math.exp(-value))}),
    },
    {title: "squared and absolute errors for numbers", subject: () => regressor({loss: "meanAbsoluteError"})},
    {
      title: "the logarithmic error for positive numbers",
      subject: () => regressor({activation: "relu", loss: "meanSquaredLogarithmicError", target: Math.exp}),
    },
  ],
  sick: [
    {
      title: "binaryCrossentropy for numbers",
      subject: () => regressor({activation: "sigmoid", loss: "binaryCrossentropy"}),
      says: /the targets are numbers from -/,
    },
    {title: "categoricalCrossentropy for several labels at once", subject: () => severalLabels(classifier()), says: /more than one label/},
    {
      title: "the logarithmic error for negative numbers",
      subject: () => regressor({loss: "meanSquaredLogarithmicError"}),
      says: /are negative/,
    },
    {
      title: "percentages of 0",
      subject: () => regressor({loss: "meanAbsolutePercentageError", target: (value) => Math.max(0, value)}),
      says: /divides by them/,
    },
    {title: "the squared error for classes is a warning", subject: () => classifier({loss: "meanSquaredError"}), verdicts: ["warn"]},
    {
      title: "ten yes-or-no questions for one class are a warning",
      subject: () => classifier({classes: 10, activation: "sigmoid", loss: "binaryCrossentropy"}),
      verdicts: ["warn"],
    },
  ],
});
