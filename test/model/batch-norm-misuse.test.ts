import {tf} from "../../src/index.js";
import {batchNormMisuse} from "../../src/model/batch-norm-misuse.js";
import {classifier} from "../examples.js";
import {testCheck} from "../testCheck.js";
import {dense, withLayers} from "./layers.js";

const norm = () => tf.layers.batchNormalization();
const hidden = () => [dense(16, "relu"), norm(), dense(3, "softmax")];

testCheck(batchNormMisuse, {
  healthy: [
    {title: "none", subject: () => classifier()},
    {title: "between hidden layers, batches of 16", subject: () => withLayers(hidden)},
    {title: "before the softmax", subject: () => withLayers(() => [dense(16, "relu"), dense(3), norm(), tf.layers.softmax()])},
  ],
  sick: [
    {
      title: "behind the softmax",
      subject: () => withLayers(() => [dense(16, "relu"), dense(3, "softmax"), norm()]),
      says: /normalises the output itself/,
    },
    {title: "batches of two rows", subject: () => withLayers(hidden, {batchSize: 2}), says: /batches of 2 rows/},
    {title: "batches of four rows are a warning", subject: () => withLayers(hidden, {batchSize: 4}), verdicts: ["warn"]},
  ],
});
