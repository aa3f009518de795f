import {contradictoryMetrics} from "../../src/metrics/contradictory-metrics.js";
import {random} from "../../src/math/random.js";
import {classifier, normal, oneHot, regressor, relabel, rowsIn, severalLabels} from "../examples.js";
import {testCheck} from "../testCheck.js";

const draw = random(51);
const epochs = Array.from({length: 24}, (_, i) => i);
const loss = epochs.map((i) => Math.exp(-i / 8) + 0.02 * normal(draw));
const rising = epochs.map((i) => 0.9 - 0.4 * Math.exp(-i / 8) + 0.01 * normal(draw));
const falling = rising.map((value) => 1.4 - value);
const noise = epochs.map(() => 0.9 + 0.01 * normal(draw));

/** One row in thirty is of class 1, by chance: nothing can be learned, and 97 % are right. */
const hollow = () => {
  const toss = random(52);
  return relabel(classifier({classes: 2, rows: 3000, epochs: 2}), () => oneHot([Number(toss() < 1 / 30)], 2)[0]!);
};

testCheck(contradictoryMetrics, {
  healthy: [
    {
      title: "a loss that falls while the accuracy rises",
      subject: () => ({history: {loss, acc: rising}}),
      says: /correlation of loss and acc is -0\.9/,
    },
    {title: "an error that falls with the loss", subject: () => ({history: {loss, mae: falling}})},
    {title: "an accuracy at its ceiling", subject: () => ({history: {loss, acc: noise}})},
    {
      title: "a held-out loss that rises with its accuracy, which is overconfidence",
      subject: () => ({history: {loss, acc: rising, val_loss: falling.map((v) => 2 - v), val_acc: rising}}),
    },
    {
      title: "one row of several labels, which cannot be judged",
      subject: () => {
        const subject = severalLabels(classifier({activation: "sigmoid", loss: "binaryCrossentropy", epochs: 60}));
        const {x, y} = rowsIn(subject);
        return {...subject, train: {x: x.slice(0, 1), y: y.slice(0, 1)}};
      },
      verdicts: ["unsure", "pass"],
    },
    {title: "few epochs", subject: () => ({history: {loss: [3, 2, 1], acc: [0.9, 0.8, 0.7]}})},
    {title: "a classifier", subject: () => classifier()},
    {title: "numbers and no history", subject: () => regressor(), verdicts: ["skip"]},
    {
      title: "an accuracy that falls under class weights",
      subject: () => ({...classifier(), fit: {epochs: 2, classWeight: {0: 1, 1: 9, 2: 1}}, history: {loss, acc: falling}}),
      verdicts: ["warn"],
    },
  ],
  sick: [
    {
      title: "an accuracy that falls with the loss",
      subject: () => ({history: {loss, acc: falling}}),
      says: /correlation of loss and acc is 0\.9\d+ \(below 0/,
    },
    {
      title: "an accuracy of 97 % that a constant answer has too",
      subject: hollow,
      says: /^the accuracy is 9[678].*, the MCC 0, the balanced accuracy 50 %/,
    },
  ],
});
