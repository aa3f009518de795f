import {tf} from "../../src/index.js";
import {cannotMemorise} from "../../src/golden/cannot-memorise.js";
import {classifier, regressor} from "../examples.js";
import {stack} from "../networks.js";
import {testCheck} from "../testCheck.js";

const xor = {
  x: [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ],
  y: [[0], [1], [1], [0]],
};

testCheck(cannotMemorise, {
  healthy: [
    {title: "a classifier", subject: () => classifier(), says: /2 rows are learned by heart in \d+ steps/},
    {
      title: "a regression with dropout, noise and penalties, which are switched off",
      subject: () => ({...regressor(), model: () => restrained()}),
    },
    {
      title: "XOR",
      subject: () => ({train: xor, model: stack({features: 2, hidden: [8], last: {activation: "sigmoid"}, loss: "binaryCrossentropy"})}),
    },
    {title: "sparse labels", subject: () => classifier({loss: "sparseCategoricalCrossentropy", labels: "integers"})},
    {title: "batch normalisation, on eight rows", subject: () => ({...regressor(), model: () => normalised()}), says: /^8 rows/},
    {title: "two outputs", subject: () => twoOutputs()},
    {
      title: "an autoencoder",
      subject: () => ({
        train: {x: regressor().train!["x" as never], y: regressor().train!["x" as never]},
        model: stack({hidden: [8], last: {units: 3}}),
      }),
    },
    {
      title: "a learning rate that is too low",
      subject: () => classifier({optimizer: () => tf.train.sgd(1e-4)}),
      verdicts: ["warn"],
      says: /with SGD at 0\.0001 in 1000 steps, but with .*too low/,
    },
    {title: "targets that do not differ", subject: () => regressor({target: () => 1}), verdicts: ["unsure"], says: /nothing to memorise/},
  ],
  sick: [
    {title: "softmax over one unit", subject: () => classifier({classes: 2, units: 1, loss: "binaryCrossentropy"})},
    {title: "a sigmoid for targets about 50", subject: () => regressor({activation: "sigmoid", target: (value) => 50 + 5 * value})},
    {
      title: "weights that all start at zero behind relu",
      subject: () => ({
        ...regressor(),
        model: stack({hidden: [8, 8], each: {kernelInitializer: "zeros"}, last: {kernelInitializer: "zeros"}}),
      }),
      says: /100 % of what a constant answer leaves/,
    },
  ],
});

function restrained(): tf.LayersModel {
  const model = tf.sequential({
    layers: [
      tf.layers.dense({units: 16, activation: "relu", inputShape: [3], kernelRegularizer: tf.regularizers.l2({l2: 5})}),
      tf.layers.dropout({rate: 0.9}),
      tf.layers.dense({units: 1, kernelRegularizer: tf.regularizers.l1({l1: 5})}),
    ],
  });
  model.compile({optimizer: tf.train.adam(0.01), loss: "meanSquaredError"});
  return model;
}

function normalised(): tf.LayersModel {
  const model = tf.sequential({
    layers: [tf.layers.dense({units: 16, inputShape: [3]}), tf.layers.batchNormalization(), tf.layers.reLU(), tf.layers.dense({units: 1})],
  });
  model.compile({optimizer: tf.train.adam(0.01), loss: "meanSquaredError"});
  return model;
}

function twoOutputs() {
  const {x, y} = regressor().train as {x: number[][]; y: number[][]};
  const model = () => {
    const input = tf.input({shape: [3]});
    const shared = tf.layers.dense({units: 16, activation: "relu"}).apply(input) as tf.SymbolicTensor;
    const value = tf.layers.dense({units: 1}).apply(shared) as tf.SymbolicTensor;
    const sign = tf.layers.dense({units: 1, activation: "sigmoid"}).apply(shared) as tf.SymbolicTensor;
    const built = tf.model({inputs: input, outputs: [value, sign]});
    built.compile({optimizer: tf.train.adam(0.01), loss: ["meanSquaredError", "binaryCrossentropy"]});
    return built;
  };
  return {model, train: {x, y: [y, y.map(([value]) => [Number(value! > 0)])]}};
}
