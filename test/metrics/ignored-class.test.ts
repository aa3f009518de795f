import type {Case} from "../../src/index.js";
import {tf} from "../../src/index.js";
import {ignoredClass} from "../../src/metrics/ignored-class.js";
import {random} from "../../src/math/random.js";
import {classifier, clusters, normal, oneHot, regressor} from "../examples.js";
import {testCheck} from "../testCheck.js";

/** Clusters to judge by, three classes alike, and training rows of which those of class 2 are kept as `keep` says. */
function without(keep: (label: number) => boolean, {label = (own: number) => own}: {label?: (own: number) => number} = {}): Case {
  const {x, y} = clusters({rows: 600, features: 4, classes: 3});
  const kept = y.map((own, row) => ({own, row})).filter(({own, row}) => row < 300 && keep(own));
  return {
    ...classifier(),
    train: {
      x: kept.map(({row}) => x[row]!),
      y: oneHot(
        kept.map(({own}) => label(own)),
        3,
      ),
    },
    validation: {x: x.slice(300), y: oneHot(y.slice(300), 3)},
  };
}

/** One in six rows is of class 1, whatever the inputs but for a hint: the best answer is class 0 everywhere. */
function overlapping(): Case {
  const draw = random(21);
  const y = Array.from({length: 2400}, () => Number(draw() < 1 / 6));
  const x = y.map((label) => [normal(draw) + 0.4 * label, normal(draw), normal(draw), normal(draw)]);
  return {...classifier({classes: 2, epochs: 3}), train: {x, y: oneHot(y, 2)}};
}

/** A network of the user's that has a unit switched off by its bias. */
function switchedOff(): Partial<Case> {
  const {x, y} = clusters({rows: 600, features: 4, classes: 3});
  const build = () => {
    const model = tf.sequential({layers: [tf.layers.dense({units: 3, activation: "softmax", inputShape: [4]})]});
    model.compile({optimizer: "sgd", loss: "categoricalCrossentropy"});
    return model;
  };
  const trained = build();
  const weights = [
    tf.tensor2d(
      [0, 1, 2, 0].map((_, feature) => [0, 1, 2].map((label) => (feature % 3 === label ? 2 : 0))),
      [4, 3],
    ),
    tf.tensor1d([0, 0, -20]),
  ];
  trained.setWeights(weights);
  tf.dispose(weights);
  const part = (from: number, to: number) => ({x: x.slice(from, to), y: oneHot(y.slice(from, to), 3)});
  return {model: build, trained, train: part(0, 300), test: part(300, 600), fit: {epochs: 1}};
}

testCheck(ignoredClass, {
  healthy: [
    {title: "three classes alike", subject: () => classifier(), says: /^each of 3 classes that occur in 48 rows is named/},
    {title: "a rare class that overlaps a common one, rightly never named", subject: overlapping},
    {title: "numbers", subject: () => regressor(), verdicts: ["skip"]},
    {
      title: "a class of a few rows",
      subject: () => ({...without((own) => own !== 2), validation: shortened(without((own) => own !== 2))}),
      verdicts: ["unsure"],
      says: /50 would tell/,
    },
  ],
  sick: [
    {title: "a class that is missing from the training rows", subject: () => without((own) => own !== 2), says: /^class 2 is never named/},
    {title: "a class that is coded as another one", subject: () => without(() => true, {label: (own) => (own === 2 ? 1 : own)})},
    {
      title: "a unit that is switched off by its bias",
      subject: switchedOff,
      says: /the network expects [\d.e-]+ rows of it/,
    },
  ],
});

const shortened = ({validation}: Case) => {
  const {x, y} = validation as unknown as {x: number[][]; y: number[][]};
  return {x: x.slice(0, 60), y: y.slice(0, 60)};
};
