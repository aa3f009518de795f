import {tf, type Case} from "../../src/index.js";
import {belowReference} from "../../src/metrics/below-reference.js";
import {random} from "../../src/math/random.js";
import {classifier, normal, oneHot, regressor, relabel, rowsIn} from "../examples.js";
import {stack} from "../networks.js";
import {testCheck} from "../testCheck.js";

testCheck(belowReference, {
  healthy: [
    {
      title: "a classifier",
      subject: () => classifier({rows: 250}),
      says: /is .* on 50 held-out rows, that of one hidden layer of 32 units/,
    },
    {
      title: "a regression whose targets are far from 0",
      subject: () => regressor({rows: 250, target: (value) => 3 * value + 5}),
    },
    {title: "several labels a row", subject: severalLabels, verdicts: ["pass", "unsure"]},
    {title: "signs of -1 and 1 under tanh", subject: () => signs("tanh")},
    {title: "small pictures", subject: () => stripes(convolutional)},
    {title: "a sequence of ids", subject: () => words(embedded)},
    {
      title: "a reference of the user's own that is no better",
      subject: () => ({...regressor({rows: 250}), reference: stack({optimizer: adam})}),
    },
    {title: "no signal for anyone", subject: () => noise(), verdicts: ["warn"], says: /neither is surely better than a constant answer/},
    {title: "too few rows", subject: () => sigmoidTower(20), verdicts: ["unsure", "pass"]},
    {title: "an autoencoder, for which there is no reference", subject: autoencoder, verdicts: ["skip"]},
  ],
  sick: [
    {
      title: "a tower of sigmoids that does not begin to learn",
      subject: () => sigmoidTower(250),
      says: /^R² against the training mean is -?0.* that of one hidden layer/,
    },
    {
      title: "softmax on one unit",
      subject: () => classifier({classes: 2, units: 1, activation: "softmax", loss: "binaryCrossentropy", rows: 250}),
    },
    {title: "a linear network on pictures that need more", subject: () => stripes(linear), says: /that of a small convolutional network/},
    {
      title: "a reference of the user's own that is better",
      subject: () => ({...sigmoidTower(250), reference: stack({optimizer: adam})}),
      says: /that of your reference/,
    },
  ],
});

function adam(): tf.Optimizer {
  return tf.train.adam(0.01);
}

function severalLabels(): Case {
  return relabel(classifier({rows: 250, activation: "sigmoid", loss: "binaryCrossentropy", epochs: 30}), (_, inputs) =>
    inputs.slice(0, 3).map((value) => Number(value > 0)),
  );
}

function signs(activation: "tanh"): Case {
  const subject = classifier({classes: 2, units: 1, activation, loss: "meanSquaredError", rows: 250});
  return relabel(subject, ([label]) => [2 * label! - 1]);
}

function noise(): Case {
  const draw = random(5);
  return relabel(regressor({rows: 400, epochs: 5}), () => [normal(draw)]);
}

/** Six sigmoid layers under plain descent: the first hardly move. */
function sigmoidTower(rows: number): Case {
  const hidden = Array.from({length: 6}, () => 8);
  return {...regressor({rows}), model: stack({hidden, each: {activation: "sigmoid"}, optimizer: () => tf.train.sgd(0.01)})};
}

/** Bright stripes, upright or lying, at any place: no sum of pixels tells them apart. */
function stripes(body: () => tf.layers.Layer[]): Case {
  const draw = random(3);
  const labels = Array.from({length: 300}, () => Math.floor(2 * draw()));
  const x = labels.map((label) => {
    const at = Math.floor(8 * draw());
    return Array.from({length: 8}, (_, r) => Array.from({length: 8}, (_, c) => [Number((label ? r : c) === at) + 0.2 * normal(draw)]));
  });
  return {model: last(body), train: {x, y: oneHot(labels, 2)}, fit: {epochs: 12, batchSize: 32}};
}

const convolutional = () => [
  tf.layers.conv2d({filters: 8, kernelSize: 3, activation: "relu", inputShape: [8, 8, 1]}),
  tf.layers.flatten(),
  tf.layers.dense({units: 16, activation: "relu"}),
];

const linear = () => [tf.layers.flatten({inputShape: [8, 8, 1]})];

/** Ids of which one of two kinds is the commoner. */
function words(body: () => tf.layers.Layer[]): Case {
  const draw = random(4);
  const labels = Array.from({length: 250}, () => Math.floor(2 * draw()));
  const x = labels.map((label) => Array.from({length: 12}, () => (draw() < 0.3 ? 1 + 5 * label : 0) + Math.floor(5 * draw())));
  return {model: last(body), train: {x, y: oneHot(labels, 2)}, fit: {epochs: 12, batchSize: 32}};
}

const embedded = () => [
  tf.layers.embedding({inputDim: 12, outputDim: 8, inputLength: 12}),
  tf.layers.globalAveragePooling1d(),
  tf.layers.dense({units: 8, activation: "relu"}),
];

const last = (body: () => tf.layers.Layer[]) => () => {
  const model = tf.sequential({layers: [...body(), tf.layers.dense({units: 2, activation: "softmax"})]});
  model.compile({optimizer: adam(), loss: "categoricalCrossentropy"});
  return model;
};

function autoencoder(): Case {
  const subject = regressor({rows: 100});
  const {x} = rowsIn(subject);
  return {...subject, model: stack({hidden: [4], last: {units: 3}}), train: {x, y: x}};
}
