import {expect} from "chai";
import {diagnose, record, tf, type Recording} from "../../src/index.js";
import {fastest, growingWeightNorms} from "../../src/training/growing-weight-norms.js";
import {classifier, normal, regressor} from "../examples.js";
import {random} from "../../src/math/random.js";
import {stack} from "../networks.js";
import {testCheck} from "../testCheck.js";

/** Labels that the inputs say nothing of, and steps so large that the weights walk away. */
const walk = (rate: number) => {
  const draw = random(3);
  const x = Array.from({length: 200}, () => [normal(draw), normal(draw), normal(draw)]);
  return {
    model: stack({optimizer: () => tf.train.adam(rate), last: {activation: "sigmoid"}, loss: "binaryCrossentropy"}),
    train: {x, y: x.map(() => [Number(draw() < 0.5)])},
    fit: {epochs: 20, batchSize: 16},
  };
};

/** A recording of a kernel of 2 × 3 whose norm goes through these values. */
const recorded = (norms: number[], loss: number[]): Recording => ({
  history: {loss, val_loss: loss},
  steps: 16 * norms.length,
  losses: {every: 1, values: loss},
  looks: norms.map((_, i) => 1 + 16 * i),
  weights: [{weight: "kernel", layer: "dense 1", shape: [2, 3], norms, updates: norms.map(() => 0.1), gradients: norms.map(() => 1)}],
  ...{activations: [], batchNorms: []},
});

testCheck(growingWeightNorms, {
  healthy: [
    {title: "a fit that learns", subject: () => classifier(), says: /times its start in 3 seeded fits, and the loss goes from/},
    {
      title: "kernels that start at zero",
      subject: () => regressor({hidden: []}),
    },
    {
      title: "kernels and biases that start tiny",
      subject: () => ({
        ...classifier(),
        model: stack({
          features: 4,
          each: {kernelInitializer: tf.initializers.randomNormal({stddev: 1e-4})},
          last: {units: 3, activation: "softmax", kernelInitializer: "zeros"},
          loss: "categoricalCrossentropy",
        }),
      }),
    },
    {
      title: "logits that grow on separable rows, in a long plain descent",
      subject: () => classifier({hidden: [], rows: 90, epochs: 80, optimizer: () => tf.train.sgd(0.5)}),
      says: /kernel ends at/,
    },
    {
      title: "targets in the thousands, whose last kernel must grow",
      subject: () => regressor({target: (y) => 1000 * y, optimizer: () => tf.train.adam(1), epochs: 40}),
    },
    {
      title: "a recorded fit whose weights grow fortyfold while its loss falls",
      subject: () => ({history: recorded([1, 10, 40], [2, 1, 0.5])}),
    },
    {title: "a history without a record", subject: () => ({history: {loss: [2, 1]}}), verdicts: ["skip"]},
  ],
  sick: [
    {title: "steps of 30 on labels without signal", subject: () => walk(30), says: /ends at [\d.e]+ times its start/},
    {title: "steps of 3 there", subject: () => walk(3), verdicts: ["warn"]},
    {
      title: "a recorded fit whose weights grow two hundredfold and whose loss does not fall",
      subject: () => ({history: recorded([2, 40, 400], [2, 3, 4])}),
      says: /dense 1\/kernel ends at 200 times its start in your fit, and the validation loss at 4 after a first step of 2/,
    },
    {title: "one that grows twentyfold", subject: () => ({history: recorded([2, 4, 40], [2, 3, 4])}), verdicts: ["warn"]},
  ],
});

describe("growing-weight-norms: what it measures", () => {
  it("takes Glorot's start where a kernel starts smaller, and leaves biases out", () => {
    const [fans, size] = [4 + 6, 24];
    const book = Math.sqrt(((6 / fans) * size) / 3);
    const kernel = {weight: "dense 1/kernel", shape: [4, 6], start: 0, end: 3 * book};
    const bias = {weight: "dense 1/bias", shape: [6], start: 0, end: 1e6};
    expect(fastest([bias, kernel])!.growth).closeTo(3, 1e-9);
    expect(fastest([{...kernel, start: 6 * book}])!.growth).closeTo(0.5, 1e-9);
    expect(fastest([bias])).equal(undefined);
  });

  it("shows norms, updates and distributions of a recorded fit", async () => {
    const model = stack()();
    const recorder = record(model, {every: 1});
    const xs = tf.randomNormal([64, 3], 0, 1, "float32", 1);
    await model.fit(xs, xs.sum(1, true), {epochs: 2, batchSize: 16, verbose: 0, callbacks: recorder as object});
    const {findings} = await diagnose({history: recorder.record}, {checks: ["growing-weight-norms"]});
    const [finding] = findings;
    expect(finding!.verdict).equal("pass");
    expect(finding!.evidence.map(({kind}) => kind)).deep.equal(["table", "series", "series", ...Array<string>(4).fill("histogram")]);
    const spread = recorder.record.weights[0]!.spread!;
    for (const counts of [spread.start, spread.end]) expect(counts.reduce((sum, one) => sum + one, 0)).equal(48);
  });
});
