import {tf} from "../../src/index.js";
import {softmaxOnSingleUnit} from "../../src/model/softmax-on-single-unit.js";
import {classifier} from "../examples.js";
import {testCheck} from "../testCheck.js";

/** Which of five steps holds the largest number: a softmax over the steps, each of one unit. */
const pointer = (axis: number) => () => {
  const x = Array.from({length: 40}, (_, row) => Array.from({length: 5}, (_, step) => [Math.sin(7 * row + 3 * step)]));
  return {
    model: () => {
      const layers = [
        tf.layers.dense({units: 8, activation: "relu", inputShape: [5, 1]}),
        tf.layers.dense({units: 1}),
        tf.layers.softmax({axis}),
      ];
      const model = tf.sequential({layers});
      model.compile({optimizer: "adam", loss: "meanSquaredError"});
      return model;
    },
    train: {x, y: x.map((steps) => steps.map(([value]) => [Number(value === Math.max(...steps.flat()))]))},
  };
};

/** Attention that weighs each of two numbers by a network of its own. */
const weighed = (activation: "softmax" | "sigmoid") => () => ({
  ...classifier(),
  model: () => {
    const input = tf.input({shape: [4]});
    const weight = tf.layers.dense({units: 1, activation}).apply(input);
    const hidden = tf.layers.dense({units: 1, activation: "relu"}).apply(input);
    const both = tf.layers.multiply().apply([weight, hidden] as tf.SymbolicTensor[]);
    const output = tf.layers.dense({units: 3, activation: "softmax"}).apply(both) as tf.SymbolicTensor;
    const model = tf.model({inputs: input, outputs: output});
    model.compile({optimizer: "adam", loss: "categoricalCrossentropy"});
    return model;
  },
});

testCheck(softmaxOnSingleUnit, {
  healthy: [
    {title: "three units under softmax", subject: () => classifier({classes: 3})},
    {title: "one unit under sigmoid", subject: () => classifier({classes: 2, units: 1, activation: "sigmoid", loss: "binaryCrossentropy"})},
    {title: "a softmax over steps of one unit each", subject: pointer(1)},
    {title: "a hidden sigmoid of one unit", subject: weighed("sigmoid")},
  ],
  sick: [
    {title: "a softmax layer over the last dimension of steps of one unit", subject: pointer(-1)},
    {title: "a hidden weight that is always 1 is a warning", subject: weighed("softmax"), verdicts: ["warn"], says: /weighed alike/},
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
