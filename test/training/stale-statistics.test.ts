import {tf} from "../../src/index.js";
import {deviation, mean, variance} from "../../src/math/stats.js";
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

/** A trained model whose moving mean lies `shift` deviations from that of its rows: inputs are 5 ± 1. */
const trainedOn = (shift: number) => () => {
  const subject = normalised(0.8, 4);
  const trained = subject.model();
  const [gamma, beta, , hidden] = trained.getWeights();
  const {x, y} = subject.train;
  const column = (j: number) => x.map((row) => row[j]!);
  const means = [0, 1, 2, 3].map((j) => mean(column(j)) + shift * deviation(column(j)));
  const variances = [0, 1, 2, 3].map((j) => variance(column(j)));
  const centre = (label: number) =>
    [0, 1, 2, 3].map((j) =>
      mean(x.filter((_, i) => y[i]![label] === 1).map((row) => (row[j]! - means[j]!) / Math.sqrt(variances[j]!) + shift)),
    );
  const kernel = [0, 1, 2].map(centre);
  // The hidden units pass what is above and below 0, the last layer compares with each class's centre.
  const first = tf.tidy(() => tf.concat([tf.eye(4), tf.eye(4).neg(), tf.zeros([4, 8])], 1));
  const last = tf.tidy(() => tf.tensor2d(kernel).mul(6).transpose());
  const second = tf.tidy(() => tf.concat([last, last.neg(), tf.zeros([8, 3])], 0));
  const bias = tf.tensor1d(kernel.map((row) => -3 * row.reduce((sum, value) => sum + value * value, 0)));
  const weights = [gamma!, beta!, first, hidden!, second, bias, tf.tensor1d(means), tf.tensor1d(variances)];
  trained.setWeights(weights);
  tf.dispose([first, second, bias, ...weights.slice(-2)]);
  return {...subject, trained};
};

testCheck(staleStatistics, {
  healthy: [
    {title: "no batch normalisation", subject: () => classifier({rows: 120})},
    {
      title: "a trained model whose statistics are those of its rows",
      subject: trainedOn(0),
      says: /0 % of the normalised channels are far/,
    },
    {title: "a momentum that settles in the steps that there are", subject: () => normalised(0.8, 12)},
  ],
  sick: [
    {
      title: "a trained model whose moving mean lies four deviations off",
      subject: trainedOn(4),
      says: /your trained model .* and 100 % of the normalised channels are far from mean 0/,
    },
    {
      title: "a momentum of .999 and seventy steps",
      subject: () => normalised(0.999, 12),
      says: /in training mode .* in inference mode after 72 steps/,
    },
  ],
});
