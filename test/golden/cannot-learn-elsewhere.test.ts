import {tf, type Case} from "../../src/index.js";
import {cannotLearnElsewhere} from "../../src/golden/cannot-learn-elsewhere.js";
import {random} from "../../src/math/random.js";
import {classifier, clusters, normal, oneHot, regressor, relabel} from "../examples.js";
import {stack} from "../networks.js";
import {testCheck} from "../testCheck.js";

testCheck(cannotLearnElsewhere, {
  healthy: [
    {title: "a network that learns its own rows", subject: () => classifier(), says: /^your own rows teach the network/},
    {
      title: "targets that have nothing to do with the inputs: the data",
      subject: () => noise(),
      says: /your data are to be looked at first$/,
    },
    {
      title: "unscaled targets: the data",
      subject: () => regressor({target: (value) => 1e5 + value}),
      says: /your data are to be looked at first$/,
    },
    {
      title: "a standard set of the user's own",
      subject: () => {
        const {x, y} = clusters({rows: 300, features: 4, classes: 3, seed: 9});
        return {...shuffled(), standard: {x, y: oneHot(y, 3)}};
      },
      says: /^of the standard set that you gave .*your data are to be looked at first$/,
    },
    {title: "a class at each position, which no teacher teaches", subject: tagger, verdicts: ["pass", "skip"]},
  ],
  sick: [
    {
      title: "a tower of sigmoids that does not begin to learn",
      subject: () => ({
        ...regressor(),
        model: stack({hidden: [8, 8, 8, 8, 8, 8, 8], each: {activation: "sigmoid"}, optimizer: () => tf.train.sgd(0.05)}),
      }),
      says: /^of a set made by a teacher for these shapes .*\(skill on held-out rows -?[01]\.\d{3}\).*the fault is in the network or in the settings/,
    },
    {title: "softmax on one unit", subject: () => classifier({classes: 2, units: 1, activation: "softmax", loss: "binaryCrossentropy"})},
    {title: "a rate of nothing", subject: () => regressor({optimizer: () => tf.train.sgd(1e-9)})},
  ],
});

function noise(): Case {
  const draw = random(5);
  return {...relabel(regressor({rows: 600, epochs: 5}), () => [normal(draw)]), model: stack({hidden: [8]})};
}

function shuffled(): Case {
  const draw = random(6);
  return relabel(classifier({rows: 600, epochs: 5}), () => oneHot([Math.floor(3 * draw())], 3)[0]!);
}

/** Two classes at each of four steps. */
function tagger(): Case {
  const draw = random(7);
  const x = Array.from({length: 100}, () => Array.from({length: 4}, () => [normal(draw)]));
  return {
    model: () => {
      const model = tf.sequential({
        layers: [tf.layers.timeDistributed({layer: tf.layers.dense({units: 2, activation: "softmax"}), inputShape: [4, 1]})],
      });
      model.compile({optimizer: tf.train.adam(0.1), loss: "categoricalCrossentropy"});
      return model;
    },
    train: {x, y: x.map((row) => row.map(([value]) => oneHot([Number(value! > 0)], 2)[0]!))},
    fit: {epochs: 5},
  };
}
