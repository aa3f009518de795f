import * as tf from "@tensorflow/tfjs";
import {expect} from "chai";
import {seeded} from "../../src/math/random.js";
import {onBoth, worst} from "./both.js";
import {examples, type Example} from "./layer-examples.js";

const optimizers: Readonly<Record<string, () => tf.Optimizer>> = {
  sgd: () => tf.train.sgd(0.1),
  momentum: () => tf.train.momentum(0.1, 0.9, true),
  adagrad: () => tf.train.adagrad(0.1),
  adadelta: () => tf.train.adadelta(0.5),
  adam: () => tf.train.adam(0.01),
  adamax: () => tf.train.adamax(0.01),
  rmsprop: () => tf.train.rmsprop(0.01, 0.9, 0.5),
};

describe("wasm trains as cpu does", function () {
  this.timeout(60_000);
  for (const [name, example] of Object.entries(examples)) it(name, () => expectSame(() => train(example, () => tf.train.sgd(0.05))));
  for (const [name, make] of Object.entries(optimizers))
    it(`with the optimizer ${name}`, () => expectSame(() => train(examples.dense!, make)));
});

interface Result {
  losses: number[];
  weights: number[];
}

async function expectSame(task: () => Promise<Result>): Promise<void> {
  const {cpu, wasm} = await onBoth(task);
  expect(cpu.losses.every(Number.isFinite), "finite losses").true;
  expect(cpu.losses[0], "it trains").not.equal(cpu.losses.at(-1));
  expect(worst(wasm.losses, cpu.losses), "losses").most(1e-4);
  expect(worst(wasm.weights, cpu.weights), "weights").most(1e-4);
}

/** Three steps of a small network from seeded weights: its losses, and its weights after them. */
function train({input, words, rows = 4, make}: Example, makeOptimizer: () => tf.Optimizer): Promise<Result> {
  return seeded(5, async () => {
    const optimizer = makeOptimizer();
    const model = build(input, make());
    model.compile({optimizer, loss: "categoricalCrossentropy"});
    const x = words ? tf.randomUniformInt([rows, ...input], 0, words, 1) : tf.randomNormal([rows, ...input], 0, 1, "float32", 1);
    const y = tf.oneHot(
      Array.from({length: rows}, (_, i) => i % 2),
      2,
    );
    const losses: number[] = [];
    for (let step = 0; step < 3; step++) losses.push((await model.trainOnBatch(x, y)) as number);
    const weights = model.getWeights().flatMap((weight) => Array.from(weight.dataSync()));
    tf.dispose([x, y]);
    model.dispose();
    optimizer.dispose();
    // tfjs 4.22: the optimizer momentum forgets its parent's tensor.
    (optimizer as {c?: tf.Tensor}).c?.dispose();
    return {losses, weights};
  });
}

function build(input: number[], layers: readonly tf.layers.Layer[]): tf.LayersModel {
  const start = tf.input({shape: input});
  const body = layers.reduce((x, layer) => layer.apply(x) as tf.SymbolicTensor, start);
  const flat = body.shape.length > 2 ? (tf.layers.flatten().apply(body) as tf.SymbolicTensor) : body;
  return tf.model({inputs: start, outputs: tf.layers.dense({units: 2, activation: "softmax"}).apply(flat) as tf.SymbolicTensor});
}
