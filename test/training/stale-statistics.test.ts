import {tf} from "../../src/index.js";
import {staleStatistics} from "../../src/training/stale-statistics.js";
import {classifier} from "../examples.js";
import {testCheck} from "../testCheck.js";

/** Inputs far from 0 behind a batch normalisation of a momentum: until its moving mean has come that far, inference sees other values than training. */
const normalised = (momentum: number, epochs: number) => {
  const subject = classifier({rows: 120, scale: 1});
  const {x, y} = subject.train as {x: number[][]; y: number[][]};
  return {
    ...subject,
    train: {x: x.map((row) => row.map((value) => value + 5)), y},
    model: () => {
      const model = tf.sequential({
        layers: [
          tf.layers.batchNormalization({inputShape: [4], momentum}),
          tf.layers.dense({units: 16, activation: "relu"}),
          tf.layers.dense({units: 3, activation: "softmax"}),
        ],
      });
      model.compile({optimizer: tf.train.adam(0.02), loss: "categoricalCrossentropy"});
      return model;
    },
    fit: {epochs, batchSize: 16},
  };
};

testCheck(staleStatistics, {
  healthy: [
    {title: "no batch normalisation", subject: () => classifier({rows: 120})},
    {title: "a momentum that settles in the steps that there are", subject: () => normalised(0.8, 12)},
  ],
  sick: [
    {
      title: "a momentum of .999 and seventy steps",
      subject: () => normalised(0.999, 12),
      says: /in training mode .* in inference mode after 72 steps/,
    },
  ],
});
