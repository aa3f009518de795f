import {expect} from "chai";
import {diagnose, record, tf, type Recording} from "../../src/index.js";
import {unmovedWeights} from "../../src/training/unmoved-weights.js";
import {classifier, regressor} from "../examples.js";
import {ownLayer} from "../model/own-layer.js";
import {stack} from "../networks.js";
import {testCheck} from "../testCheck.js";

/** A classifier whose first layer feeds the second through a layer of one's own. */
const through = (name: string, call: (x: tf.Tensor) => tf.Tensor) => ({
  ...classifier({epochs: 4}),
  model: () => {
    const model = tf.sequential({
      layers: [
        tf.layers.dense({units: 8, activation: "tanh", inputShape: [4]}),
        ownLayer(name, {call}),
        tf.layers.dense({units: 3, activation: "softmax"}),
      ],
    });
    model.compile({optimizer: tf.train.adam(0.01), loss: "categoricalCrossentropy"});
    return model;
  },
});

/** A recording of two layers whose updates have these sizes. */
const recorded = (first: number, second: number, loss: number[]): Recording => ({
  history: {loss},
  steps: 64,
  losses: {every: 1, values: loss},
  looks: [1, 17, 33, 49],
  weights: [first, second].map((size, i) => ({
    weight: "kernel",
    layer: `dense ${i + 1}`,
    norms: [1, 1, 1, 1],
    updates: Array<number>(4).fill(size),
    gradients: [0, 0, 0, 0],
  })),
  ...{activations: [], batchNorms: []},
});

testCheck(unmovedWeights, {
  healthy: [
    {title: "a fit that learns", subject: () => classifier({epochs: 6}), says: /every layer that may train moves/},
    {
      title: "eight sigmoid layers under Adam, whose first gradient fades",
      subject: () => ({...regressor({epochs: 3}), model: stack({hidden: Array<number>(8).fill(6), each: {activation: "sigmoid"}})}),
    },
    {
      title: "a closed gate, behind which all stands still for one step",
      subject: () => ({...regressor({epochs: 4}), model: stack({hidden: [8], last: {kernelInitializer: "zeros"}})}),
    },
    {title: "a recorded fit that moves", subject: () => ({history: recorded(1e-3, 1e-4, [2, 1, 0.5])})},
    {title: "a history without a record", subject: () => ({history: {loss: [2, 1]}}), verdicts: ["skip"]},
  ],
  sick: [
    {
      title: "a rate that is too small for float32",
      subject: () => regressor({epochs: 4, optimizer: () => tf.train.sgd(1e-9)}),
      says: /no weight goes further than/,
    },
    {
      title: "a layer that copies its values, so that no gradient comes back",
      subject: () => through("Rounding", (x) => tf.round(x.mul(0.1))),
      says: /dense 1 may train and ends bitwise as begun in 3 seeded fits/,
    },
    {
      title: "one without harm",
      subject: () => through("RoundingFinely", (x) => tf.round(x.mul(10)).div(10)),
      verdicts: ["warn"],
    },
    {
      title: "a recorded fit without any update, of which nobody knows what it should have reached",
      subject: () => ({history: recorded(0, 0, [2, 2, 2])}),
      verdicts: ["warn"],
      says: /the weights may train and do not move in any of 4 steps looked at/,
    },
    {
      title: "a recorded fit of a classifier, one layer of which stands still",
      subject: () => ({...classifier({epochs: 1}), history: recorded(0, 1e-3, [1.2, 1.1, 1.1])}),
      says: /dense 1 may train and do.* not move in any of 4 steps/,
    },
  ],
});

describe("unmoved-weights: a recording of a real fit", () => {
  it("passes one that trains", async () => {
    const model = stack()();
    const recorder = record(model, {every: 1});
    const xs = tf.randomNormal([64, 3], 0, 1, "float32", 1);
    await model.fit(xs, xs.sum(1, true), {epochs: 2, batchSize: 16, verbose: 0, callbacks: recorder as object});
    const {findings} = await diagnose({history: recorder.record}, {checks: ["unmoved-weights"]});
    expect(findings[0]!.summary).match(/every layer that may train moves at some of 8 steps looked at/);
  });
});
