import {expect} from "chai";
import {tf} from "../../src/index.js";
import {bottleneck} from "../../src/training/bottleneck.js";
import {cuts} from "../../src/trial/cuts.js";
import {readNetwork} from "../../src/trial/network.js";
import {classifier, rowsIn} from "../examples.js";
import {testCheck} from "../testCheck.js";

/** Eight classes of eight inputs, which one layer of eight units tells apart. */
const eight = (hidden: readonly number[]) => () =>
  classifier({classes: 8, features: 8, hidden, rows: 160, epochs: 12, optimizer: () => tf.train.adam(0.03)});

/** The output of two dense layers, the second narrow, with or without a way around it. */
function around(skip: boolean): tf.LayersModel {
  const input = tf.input({shape: [4]});
  const wide = tf.layers.dense({units: 8, activation: "relu", name: "wide"}).apply(input) as tf.SymbolicTensor;
  const narrow = tf.layers.dense({units: 1, activation: "relu", name: "narrow"}).apply(wide) as tf.SymbolicTensor;
  const joined = skip ? (tf.layers.concatenate().apply([wide, narrow]) as tf.SymbolicTensor) : narrow;
  const model = tf.model({inputs: input, outputs: tf.layers.dense({units: 3, activation: "softmax"}).apply(joined) as tf.SymbolicTensor});
  model.compile({optimizer: tf.train.adam(0.01), loss: "categoricalCrossentropy"});
  return model;
}

testCheck(bottleneck, {
  healthy: [
    {title: "a wide layer", subject: eight([16])},
    {title: "three units for eight classes", subject: eight([3]), says: /no layer/},
    {title: "a narrow layer with a way around it", subject: () => ({...classifier(), model: () => around(true)}), says: /no layer/},
    {
      title: "the code of an autoencoder",
      subject: () => {
        const {x} = rowsIn(classifier());
        const layers = () => [tf.layers.dense({units: 1, activation: "relu", inputShape: [4]}), tf.layers.dense({units: 4})];
        return {
          model: () => {
            const model = tf.sequential({layers: layers()});
            model.compile({optimizer: "adam", loss: "meanSquaredError"});
            return model;
          },
          train: {x, y: x},
        };
      },
      verdicts: ["skip"],
    },
    {
      title: "the code of an autoencoder whose inputs are noisy",
      subject: () => {
        const {x} = rowsIn(classifier());
        return {
          model: () => {
            const model = tf.sequential({
              layers: [tf.layers.dense({units: 1, activation: "relu", inputShape: [4]}), tf.layers.dense({units: 4})],
            });
            model.compile({optimizer: "adam", loss: "meanSquaredError"});
            return model;
          },
          train: {x: x.map((row) => row.map((value, i) => value + 0.1 * Math.sin(9 * value + i))), y: x},
        };
      },
      verdicts: ["skip"],
      says: /narrow by design/,
    },
  ],
  sick: [
    {
      title: "one unit for eight classes",
      subject: eight([16, 1]),
      says: /dense 2 has 1 unit, .* \(at least 3 are expected\).* with 32 units there/,
    },
  ],
});

describe("cuts", () => {
  const names = (model: tf.LayersModel) => {
    const network = readNetwork(model);
    model.optimizer.dispose();
    model.dispose();
    return cuts(network, network.outputs[0]!).map(({name}) => name);
  };
  it("are the layers that every way leads through", () => {
    expect(names(around(false))).deep.equal(["wide", "narrow"]);
    expect(names(around(true))).deep.equal(["wide"]);
  });
});
