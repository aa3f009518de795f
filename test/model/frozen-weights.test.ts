import {tf} from "../../src/index.js";
import {frozenWeights} from "../../src/model/frozen-weights.js";
import {classifier} from "../examples.js";
import {testCheck} from "../testCheck.js";
import {dense, withLayers} from "./layers.js";

const frozen = {trainable: false};
const learned = {...frozen, biasInitializer: tf.initializers.randomNormal({stddev: 0.2})};

testCheck(frozenWeights, {
  healthy: [
    {title: "all train", subject: () => classifier()},
    {
      title: "a frozen layer that has learned",
      subject: () => withLayers(() => [dense(16, "relu", learned), dense(3, "softmax")]),
      says: /with learned weights/,
    },
    {
      title: "batch normalisation's own statistics",
      subject: () => withLayers(() => [dense(16, "relu"), tf.layers.batchNormalization(), dense(3, "softmax")]),
    },
  ],
  sick: [
    {
      title: "everything frozen",
      subject: () => withLayers(() => [dense(16, "relu", frozen), dense(3, "softmax", frozen)]),
      says: /none of the 131 weights can train/,
    },
    {
      title: "the output frozen at its random start",
      subject: () => withLayers(() => [dense(16, "relu"), dense(3, "softmax", frozen)]),
      says: /the output layer among them/,
    },
    {
      title: "most of the weights frozen at their random start",
      subject: () => withLayers(() => [dense(16, "relu", frozen), dense(3, "softmax")]),
    },
    {
      title: "a small layer frozen at its random start is a warning",
      subject: () => withLayers(() => [dense(4, "relu", frozen), dense(16, "relu"), dense(3, "softmax")]),
      verdicts: ["warn"],
    },
  ],
});
