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

// Other names of the same layers, inputs, cells tested in their layers, and what tfjs 4.22 itself cannot train anywhere: conv3dTranspose and thresholdedReLU have no
// gradient, centerCrop and resizing tell a wrong shape; randomWidth is random, and categoryEncoding gives words as numbers, without a gradient.
const aliases =
  /^(avgPool|maxPool\dd|globalMaxPool\dd|averagePooling1d$|input$|inputLayer$|convLstm2dCell$|conv3dTranspose$|thresholdedReLU$|centerCrop$|resizing$|randomWidth$|categoryEncoding$)/;

type Targets = Pick<Fit, "activation" | "targets">;

const numbers: Targets = {activation: "softplus", targets: () => tf.randomUniform([4, 2], 0.2, 2, "float32", 3)};
const shares: Targets = {activation: "softmax", targets: oneHot};
const signs: Targets = {activation: "tanh", targets: () => oneHot().mul(2).sub(1)};
const classes: Targets = {activation: "softmax", targets: () => tf.tensor2d([[0], [1], [1], [0]])};
const single: Targets = {activation: "sigmoid", targets: oneHot};

const losses: Readonly<Record<string, Targets>> = {
  meanSquaredError: numbers,
  meanAbsoluteError: numbers,
  meanAbsolutePercentageError: numbers,
  meanSquaredLogarithmicError: numbers,
  logcosh: numbers,
  poisson: numbers,
  cosineProximity: numbers,
  squaredHinge: signs,
  hinge: signs,
  categoricalHinge: shares,
  kullbackLeiblerDivergence: shares,
  binaryCrossentropy: single,
  sparseCategoricalCrossentropy: classes,
};

const metrics: Readonly<Record<string, Targets>> = {
  accuracy: shares,
  mse: numbers,
  mae: numbers,
  mape: numbers,
  cosine: numbers,
  binaryAccuracy: single,
  categoricalAccuracy: shares,
  categoricalCrossentropy: shares,
  precision: shares,
};

describe("wasm trains as cpu does", function () {
  this.timeout(60_000);
  for (const [name, example] of Object.entries(examples)) it(name, () => expectSame(() => train(example, () => tf.train.sgd(0.05))));
  for (const [name, make] of Object.entries(optimizers))
    it(`with the optimizer ${name}`, () => expectSame(() => train(examples.dense!, make)));
  for (const [loss, targets] of Object.entries(losses))
    it(`with the loss ${loss}`, () => expectSame(() => train(examples.dense!, () => tf.train.sgd(0.05), {loss, ...targets})));

  for (const [metric, targets] of Object.entries(metrics))
    it(`with the metric ${metric}`, async () => {
      const {cpu, wasm} = await onBoth(() => evaluate(metric, targets));
      expect(cpu.every(Number.isFinite), "finite").true;
      expect(worst(wasm, cpu), "metric").most(1e-4);
    });

  it("knows every layer of tfjs", () => {
    const text = Object.values(examples)
      .map(({make, graph}) => String(make ?? graph))
      .join("\n");
    const missing = Object.entries(tf.layers)
      .filter(([name, make]) => /^[a-z]/.test(name) && typeof make === "function" && !aliases.test(name))
      .filter(([name]) => !new RegExp(`layers\\.${name}\\(`).test(text));
    expect(missing.map(([name]) => name)).deep.equal([]);
  });
});

/** What a small network is trained for. */
interface Fit {
  loss?: string;
  activation?: "softmax" | "sigmoid" | "tanh" | "softplus";
  targets?: () => tf.Tensor;
}

function oneHot(rows = 4): tf.Tensor {
  return tf
    .oneHot(
      Array.from({length: rows}, (_, i) => i % 2),
      2,
    )
    .toFloat();
}

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
function train(
  example: Example,
  makeOptimizer: () => tf.Optimizer,
  {loss = "categoricalCrossentropy", activation = "softmax", targets}: Fit = {},
): Promise<Result> {
  const {input, words, rows = 4} = example;
  return seeded(5, async () => {
    const optimizer = makeOptimizer();
    const model = build(example, activation);
    model.compile({optimizer, loss});
    const x = words ? tf.randomUniformInt([rows, ...input], 0, words, 1) : tf.randomNormal([rows, ...input], 0, 1, "float32", 1);
    const y = tf.tidy(() => (targets ? targets() : oneHot(rows)));
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

/** A metric of an untrained network. */
function evaluate(metric: string, {activation, targets}: Targets): Promise<number[]> {
  return seeded(5, () => {
    const model = build(examples.dense!, activation);
    model.compile({optimizer: "sgd", loss: "meanSquaredError", metrics: [metric]});
    const values = tf.tidy(() =>
      (model.evaluate(tf.randomNormal([4, 5], 0, 1, "float32", 1), targets!()) as tf.Scalar[]).map((value) => value.dataSync()[0]!),
    );
    model.dispose();
    return values;
  });
}

function build({input, make, graph}: Example, activation: Fit["activation"]): tf.LayersModel {
  const start = tf.input({shape: input});
  const body = graph ? graph(start) : make!().reduce((x, layer) => layer.apply(x) as tf.SymbolicTensor, start);
  const flat = body.shape.length > 2 ? (tf.layers.flatten().apply(body) as tf.SymbolicTensor) : body;
  return tf.model({inputs: start, outputs: tf.layers.dense({units: 2, activation}).apply(flat) as tf.SymbolicTensor});
}
