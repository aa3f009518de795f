import {tf, type Case} from "../../src/index.js";
import {ignoresLabels} from "../../src/golden/ignores-labels.js";
import {permutation, random} from "../../src/math/random.js";
import {classifier, regressor} from "../examples.js";
import {testCheck} from "../testCheck.js";

testCheck(ignoresLabels, {
  healthy: [
    {title: "a classifier", subject: () => classifier()},
    {title: "a regression", subject: () => regressor()},
    {
      title: "a network that learns nothing at all",
      subject: () => classifier({classes: 2, units: 1, loss: "binaryCrossentropy", epochs: 4}),
      says: /does not fall below that of a constant answer with the true targets either/,
    },
    {title: "too few rows", subject: () => classifier({rows: 30}), verdicts: ["unsure"]},
  ],
  sick: [
    {title: "rows and labels shuffled apart", subject: () => misaligned()},
    {title: "a loss that does not read its targets", subject: () => deaf()},
  ],
});

function misaligned(): Case {
  const subject = classifier({rows: 2000, hidden: [64]});
  const {x, y} = subject.train as {x: number[][]; y: number[][]};
  const order = permutation(2000, random(3));
  return {...subject, train: {x, y: order.map((i) => y[i]!)}, fit: {epochs: 12, batchSize: 64}};
}

function deaf(): Case {
  const model = () => {
    const built = tf.sequential({layers: [tf.layers.dense({units: 16, activation: "relu", inputShape: [3]}), tf.layers.dense({units: 1})]});
    built.compile({optimizer: tf.train.adam(0.01), loss: (_, answer) => answer.sub(3).square().mean() as tf.Scalar});
    return built;
  };
  return {...regressor({epochs: 6}), model};
}
