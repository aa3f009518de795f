import {tf} from "../../src/index.js";
import {tooSmallModel} from "../../src/training/too-small-model.js";
import {classifier, regressor, rowsOf} from "../examples.js";
import {stack} from "../networks.js";
import {testCheck} from "../testCheck.js";

/** Two and a half waves of a sine. */
const waves = (hidden: readonly number[]) => () => {
  const x = rowsOf(100, {columns: [(draw) => 2 * draw() - 1]});
  return {
    model: stack({features: 1, hidden, each: {activation: "tanh"}, optimizer: () => tf.train.adam(0.05)}),
    train: {x, y: x.map(([value]) => [Math.sin(8 * value!)])},
    fit: {epochs: 25, batchSize: 16},
  };
};

testCheck(tooSmallModel, {
  healthy: [
    {title: "sixteen units", subject: () => classifier(), says: /more than 8 units/},
    {title: "a linear model", subject: () => classifier({hidden: []}), says: /no hidden layer/},
    {title: "four units that suffice", subject: () => classifier({hidden: [4], epochs: 40}), says: /enough for these data/},
    {title: "eight units for noise", subject: () => regressor({hidden: [8], noise: 3, rows: 120, epochs: 6}), verdicts: ["pass"]},
    {
      title: "eight units that learn too slowly are no fail",
      subject: () => regressor({hidden: [8], optimizer: () => tf.train.sgd(1e-3), epochs: 5}),
      verdicts: ["pass", "warn"],
    },
  ],
  sick: [{title: "one unit for five half-waves", subject: waves([1, 1]), says: /1 and 1 units: .* with 32 units there/}],
});
