import {tf} from "../../src/index.js";
import {tooSmallModel} from "../../src/training/too-small-model.js";
import {classifier, regressor, rowsOf} from "../examples.js";
import {stack} from "../networks.js";
import {testCheck} from "../testCheck.js";

/** A parabola, which one relu unit follows on one side at most. */
const parabola = (hidden: readonly number[]) => () => {
  const x = rowsOf(120, {columns: [(draw) => 2 * draw() - 1]});
  return {
    model: stack({features: 1, hidden, optimizer: () => tf.train.adam(0.05)}),
    train: {x, y: x.map(([value]) => [3 * value! ** 2 - 1])},
    fit: {epochs: 10, batchSize: 16},
  };
};

testCheck(tooSmallModel, {
  healthy: [
    {title: "sixteen units", subject: () => classifier(), says: /more than 8 units/},
    {title: "a linear model", subject: () => classifier({hidden: []}), says: /no hidden layer/},
    {
      title: "four units that suffice",
      subject: () => classifier({hidden: [4], optimizer: () => tf.train.adam(0.03)}),
      says: /enough for these data/,
    },
    {title: "eight units for noise", subject: () => regressor({hidden: [8], noise: 3, rows: 120, epochs: 6}), verdicts: ["pass"]},
    {
      title: "eight units that learn too slowly are no fail",
      subject: () => regressor({hidden: [8], optimizer: () => tf.train.sgd(1e-3), epochs: 5}),
      verdicts: ["pass", "warn"],
    },
  ],
  sick: [{title: "one unit for a parabola", subject: parabola([1]), says: /are of width 1: .* with 32 units there/}],
});
