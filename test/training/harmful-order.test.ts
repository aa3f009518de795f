import {tf, type Case} from "../../src/index.js";
import {harmfulOrder} from "../../src/training/harmful-order.js";
import {classifier, regressor, rowsIn} from "../examples.js";
import {testCheck} from "../testCheck.js";

/** A regression whose rows are fed as they stand, sorted by target or in no order. */
function fed({sorted}: {sorted: boolean}): Case {
  const subject = regressor({rows: 320, optimizer: () => tf.train.sgd(0.3), epochs: 6});
  const {x, y} = rowsIn(subject);
  const order = y.map((_, row) => row);
  if (sorted) order.sort((a, b) => y[a]![0]! - y[b]![0]!);
  return {...subject, train: {x: order.map((row) => x[row]!), y: order.map((row) => y[row]!)}, fit: {...subject.fit, shuffle: false}};
}

testCheck(harmfulOrder, {
  healthy: [
    {title: "rows that fit shuffles", subject: () => classifier(), says: /^rows are shuffled before each epoch$/},
    {title: "rows in no order", subject: () => fed({sorted: false})},
    {
      title: "one batch for all",
      subject: () => ({...fed({sorted: true}), fit: {batchSize: 320, shuffle: false}}),
      says: /order has no effect$/,
    },
  ],
  sick: [
    {
      title: "rows sorted by target",
      subject: () => fed({sorted: true}),
      says: /^as they are fed the rows leave .* to be learned, shuffled before each epoch \d/,
    },
  ],
});
