import {overfitting} from "../../src/training/overfitting.js";
import {random} from "../../src/math/random.js";
import {classifier, oneHot} from "../examples.js";
import {testCheck} from "../testCheck.js";

const epochs = Array.from({length: 40}, (_, i) => i);
const falling = epochs.map((i) => Math.exp(-i / 8));

testCheck(overfitting, {
  healthy: [
    {
      title: "a history whose losses fall together",
      subject: () => ({history: {loss: falling, val_loss: falling.map((loss) => loss + 0.05)}}),
    },
    {
      title: "a history whose validation loss is noisy about its floor",
      subject: () => ({history: {loss: falling, val_loss: epochs.map((i) => 0.3 + Math.exp(-i / 4) + 0.02 * Math.sin(7 * i))}}),
    },
    {title: "a history without a validation loss", subject: () => ({history: {loss: falling}}), verdicts: ["skip"]},
    {title: "too short a history", subject: () => ({history: {loss: [3, 2, 1], val_loss: [1, 2, 3]}}), verdicts: ["unsure"]},
    {title: "a classifier", subject: () => classifier()},
  ],
  sick: [
    {
      title: "a history whose validation loss doubles",
      subject: () => ({history: {loss: falling, val_loss: epochs.map((i) => Math.exp(-i / 4) + 0.02 * i)}}),
      says: /best around epoch 1\d .* ends at 0\.7/,
    },
    {title: "forty rows, a third of them mislabelled, learned by heart", subject: () => memoriser()},
  ],
});

/** Forty rows of which a third are labelled at random, two hundred of the same kind to judge by, and a network with room to learn all of them by heart. */
function memoriser() {
  const draw = random(9);
  const subject = classifier({rows: 240, hidden: [64, 64]});
  const {x, y} = subject.train as {x: number[][]; y: number[][]};
  const flipped = y.map((row) => (draw() < 1 / 3 ? oneHot([Math.floor(3 * draw())], 3)[0]! : row));
  const part = (from: number, to: number) => ({x: x.slice(from, to), y: flipped.slice(from, to)});
  return {...subject, train: part(0, 40), validation: part(40, 240), fit: {epochs: 100, batchSize: 16}};
}
