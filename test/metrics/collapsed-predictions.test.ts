import {collapsedPredictions} from "../../src/metrics/collapsed-predictions.js";
import {classifier, regressor} from "../examples.js";
import {stack} from "../networks.js";
import {testCheck} from "../testCheck.js";

testCheck(collapsedPredictions, {
  healthy: [
    {title: "a classifier", subject: () => classifier()},
    {title: "a regression", subject: () => regressor()},
    {title: "targets that do not vary", subject: () => regressor({target: () => 2}), verdicts: ["skip"]},
  ],
  sick: [
    {
      title: "softmax over one unit",
      subject: () => classifier({classes: 2, units: 1, loss: "binaryCrossentropy"}),
      says: /the same answer/,
    },
    {
      title: "weights that all start at zero behind relu",
      subject: () => ({
        ...regressor(),
        model: stack({hidden: [8, 8], each: {kernelInitializer: "zeros"}, last: {kernelInitializer: "zeros"}}),
      }),
    },
  ],
});
