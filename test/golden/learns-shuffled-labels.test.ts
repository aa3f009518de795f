import {tf, type Case} from "../../src/index.js";
import {learnsShuffledLabels} from "../../src/golden/learns-shuffled-labels.js";
import {classifier, regressor} from "../examples.js";
import {testCheck} from "../testCheck.js";

testCheck(learnsShuffledLabels, {
  healthy: [
    {
      title: "a classifier on separated clusters",
      subject: () => classifier(),
      says: /soft kappa on held-out rows is -?0\.\d+ \(chance is 0/,
    },
    {title: "a regression", subject: () => regressor(), says: /mean R²/},
    {title: "two unequal classes", subject: () => unequal()},
    {title: "a column that holds the target but must be learned", subject: () => leaky({path: false})},
    {title: "too few rows to hold any out", subject: () => classifier({rows: 40}), verdicts: ["unsure"], says: /at least 30/},
  ],
  sick: [
    {title: "a factory that loads weights which have seen the labels", subject: () => seen()},
    {title: "a fixed path from a column that holds the target to the output", subject: () => leaky({path: true})},
  ],
});

/** The centres of the clusters as the weights of a softmax layer, and steps too small to forget them. */
function seen(): Case {
  const model = () => {
    const built = tf.sequential({layers: [tf.layers.dense({units: 3, activation: "softmax", inputShape: [4]})]});
    const kernel = tf.tensor2d([
      [4, 0, 0],
      [0, 4, 0],
      [0, 0, 4],
      [4, 0, 0],
    ]);
    const bias = tf.zeros([3]);
    built.setWeights([kernel, bias]);
    tf.dispose([kernel, bias]);
    built.compile({optimizer: tf.train.sgd(1e-3), loss: "categoricalCrossentropy"});
    return built;
  };
  return {...classifier(), model};
}

/** The labels stand among the inputs; with a path, a frozen layer hands them to the output beside what is learned. */
function leaky({path}: {path: boolean}): Case {
  const {train, fit} = classifier();
  const {x, y} = train as {x: number[][]; y: number[][]};
  const model = () => {
    const input = tf.input({shape: [7]});
    const pick = tf.layers.dense({units: 3, useBias: false, trainable: false});
    const picked = pick.apply(input) as tf.SymbolicTensor;
    const kernel = tf.tensor2d(Array.from({length: 7}, (_, row) => [0, 1, 2].map((column) => (path && row === 4 + column ? 8 : 0))));
    pick.setWeights([kernel]);
    kernel.dispose();
    const learned = tf.layers.dense({units: 3}).apply(input) as tf.SymbolicTensor;
    const output = tf.layers.softmax().apply(tf.layers.add().apply([picked, learned])) as tf.SymbolicTensor;
    const built = tf.model({inputs: input, outputs: output});
    built.compile({optimizer: path ? tf.train.sgd(1e-3) : tf.train.adam(0.01), loss: "categoricalCrossentropy"});
    return built;
  };
  return {model, train: {x: x.map((row, i) => [...row, ...y[i]!]), y}, fit};
}

function unequal(): Case {
  const subject = classifier({classes: 2, units: 1, activation: "sigmoid", loss: "binaryCrossentropy", rows: 600});
  const {x, y} = subject.train as {x: number[][]; y: number[][]};
  const kept = x.map((_, i) => i).filter((i) => y[i]![0] === 0 || i % 6 === 0);
  return {...subject, train: {x: kept.map((i) => x[i]!), y: kept.map((i) => y[i]!)}};
}
