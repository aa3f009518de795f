import {softmaxOnSingleUnit} from "../../src/model/softmax-on-single-unit.js";
import {classifier} from "../examples.js";
import {testCheck} from "../testCheck.js";

testCheck(softmaxOnSingleUnit, {
  healthy: [
    {title: "three units under softmax", subject: () => classifier({classes: 3})},
    {title: "one unit under sigmoid", subject: () => classifier({classes: 2, units: 1, activation: "sigmoid", loss: "binaryCrossentropy"})},
  ],
  sick: [
    {
      title: "one unit under softmax",
      subject: () => classifier({classes: 2, units: 1, activation: "softmax", loss: "binaryCrossentropy"}),
      says: /1 unit under softmax/,
    },
    {
      title: "a softmax layer of its own after one unit",
      subject: () => classifier({classes: 2, units: 1, activation: "linear", loss: "binaryCrossentropy", after: ["softmax"]}),
    },
  ],
});
