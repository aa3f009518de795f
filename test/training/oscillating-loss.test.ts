import {tf} from "../../src/index.js";
import {oscillatingLoss} from "../../src/training/oscillating-loss.js";
import {random} from "../../src/math/random.js";
import {classifier, normal, regressor} from "../examples.js";
import {testCheck} from "../testCheck.js";

const draw = random(61);
const epochs = Array.from({length: 40}, (_, i) => i);

/** Noise of which nine tenths stay from one epoch to the next. */
const drift = epochs.reduce<number[]>((list) => [...list, 0.9 * (list.at(-1) ?? 0) + 0.02 * normal(draw)], []);

testCheck(oscillatingLoss, {
  healthy: [
    {title: "a falling history", subject: () => ({history: {loss: epochs.map((i) => Math.exp(-i / 10))}})},
    {title: "a history with noise that drifts", subject: () => ({history: {loss: epochs.map((i) => 0.4 + Math.exp(-i / 6) + drift[i]!)}})},
    {
      title: "a history that swings early and settles",
      subject: () => ({history: {loss: epochs.map((i) => 0.3 + Math.exp(-i / 4) * (1 + (i % 2)))}}),
    },
    {title: "a classifier", subject: () => classifier({rows: 120})},
  ],
  sick: [
    {
      title: "a history that jumps to and fro",
      subject: () => ({history: {loss: epochs.map((i) => 1 + 0.6 * (i % 2))}}),
      says: /moves by 60 % .* turns about in 100 %/,
    },
    {
      title: "a linear fit under Adam at 2, which leaps over the valley and back",
      subject: () => ({
        ...regressor({rows: 60, hidden: [], noise: 0.3, optimizer: () => tf.train.adam(2)}),
        fit: {epochs: 40, batchSize: 8},
      }),
      verdicts: ["fail", "warn"],
    },
  ],
});
