import {expect} from "chai";
import {diagnose, record, tf, type Recording} from "../../src/index.js";
import {readHistory} from "../../src/trial/history.js";
import {stack} from "../networks.js";

const rows = 40;
const x = Array.from({length: rows}, (_, i) => [Math.sin(i), Math.cos(3 * i), (i % 7) / 7]);
const y = x.map(([a, b]) => [a! - 2 * b!]);

/** Fits the same network on the same rows; gives what came of it, and what was recorded. */
async function fit(recorded: boolean, {every = 4, epochs = 3} = {}) {
  const model = tf.sequential();
  const kernelInitializer = tf.initializers.glorotUniform({seed: 1});
  model.add(tf.layers.dense({units: 8, activation: "relu", inputShape: [3], kernelInitializer}));
  model.add(tf.layers.batchNormalization());
  model.add(tf.layers.dropout({rate: 0.2, seed: 3}));
  model.add(tf.layers.dense({units: 1, kernelInitializer}));
  model.compile({optimizer: tf.train.momentum(0.01, 0.9), loss: "meanSquaredError", metrics: ["mae"]});
  const [xs, ys] = [tf.tensor2d(x), tf.tensor2d(y)];
  const recorder = recorded ? record(model, {every}) : undefined;
  const before = tf.memory().numTensors;
  const callbacks = recorder ? {callbacks: recorder as object} : {};
  const {history} = await model.fit(xs, ys, {epochs, batchSize: 8, shuffle: false, verbose: 0, validationData: [xs, ys], ...callbacks});
  const made = tf.memory().numTensors - before;
  const weights = model.getWeights().map((weight) => Array.from(weight.dataSync()));
  return {history, weights, made, record: recorder?.record, model};
}

describe("record", () => {
  it("leaves the fit bitwise as it would be, makes no tensor and gives the layers back", async () => {
    const [plain, recorded] = [await fit(false), await fit(true)];
    expect(recorded.weights).deep.equal(plain.weights);
    expect(recorded.history).deep.equal(plain.history);
    expect(recorded.made).equal(plain.made);
    expect(recorded.model.layers.filter((layer) => Object.hasOwn(layer, "call"))).deep.equal([]);
    expect(Object.hasOwn(recorded.model.optimizer, "applyGradients")).equal(false);
  });

  it("has the fit's own history and survives JSON", async () => {
    const {record, history} = await fit(true);
    expect(JSON.parse(JSON.stringify(record))).deep.equal(record);
    for (const name of ["val_loss", "loss", "mae", "val_mae"])
      expect(record!.history[name], name).deep.equal(history[name]!.map((value) => Number(value)));
    expect(record!.steps).equal(15);
    expect(record!.looks).deep.equal([1, 5, 9, 13]);
    expect(record!.batchNorms.map(({layer}) => layer)).deep.equal(["batch_normalization 1"]);
  });

  it("agrees with a descent by hand on norms, gradients and updates", async () => {
    const model = stack({hidden: [], optimizer: () => tf.train.sgd(0.1), last: {kernelInitializer: "ones", useBias: false}})();
    const [xs, ys] = [tf.tensor2d(x), tf.tensor2d(y)];
    const recorder = record(model, {every: 1});
    await model.fit(xs, ys, {epochs: 1, batchSize: rows, shuffle: false, verbose: 0, callbacks: recorder as object});
    // d/dw of the mean of (x·w - y)², at w = 1.
    const gradient = [0, 1, 2].map((j) =>
      x.reduce((sum, row, i) => sum + (2 * row[j]! * (row[0]! + row[1]! + row[2]! - y[i]![0]!)) / rows, 0),
    );
    const [kernel] = recorder.record.weights;
    expect(kernel).include({layer: "dense 1", weight: "kernel"});
    expect(Number(kernel!.norms[0])).closeTo(Math.sqrt(3), 1e-4);
    expect(Number(kernel!.gradients[0])).closeTo(Math.hypot(...gradient), 1e-3);
    expect(Number(kernel!.updates[0])).closeTo((0.1 * Math.hypot(...gradient)) / Math.sqrt(3), 1e-4);
  });

  it("tells the share of units that are dead and of values that are saturated", async () => {
    const halfDead = () => tf.tensor([-100, 5, -100, 5]);
    const model = tf.sequential();
    model.add(tf.layers.dense({units: 4, activation: "relu", inputShape: [3]}));
    model.add(tf.layers.dense({units: 4, activation: "sigmoid"}));
    model.add(tf.layers.dense({units: 1}));
    model.compile({optimizer: "sgd", loss: "meanSquaredError"});
    model.layers[0]!.setWeights([tf.zeros([3, 4]), halfDead()]);
    model.layers[1]!.setWeights([tf.zeros([4, 4]), tf.tensor([-9, 0, 0, 9])]);
    const recorder = record(model);
    await model.trainOnBatch(tf.tensor2d(x), tf.tensor2d(y));
    recorder.step(1);
    expect(recorder.record.activations).deep.equal([
      {layer: "dense 1", activation: "relu", dead: [0.5]},
      {layer: "dense 2", activation: "sigmoid", saturated: [0.5]},
    ]);
  });

  it("is accepted as a case's history, also as JSON and without epochs", async () => {
    const {record: made} = await fit(true);
    expect((await readHistory(JSON.parse(JSON.stringify(made)) as Recording)).recording).deep.equal(made);
    const {findings} = await diagnose({history: made!}, {checks: ["divergence"]});
    expect(findings[0]!.verdict).equal("pass");
    const recorder = record(stack()());
    for (let i = 0; i < 100; i++) recorder.step(100 - i);
    const {loss} = await readHistory(recorder.record);
    expect(loss).lengthOf(20);
    expect(loss[0]).equal(98);
  });

  it("keeps a long training short, by means of losses and fewer looks", () => {
    const recorder = record(stack({hidden: [2]})(), {every: 1});
    for (let i = 0; i < 20000; i++) recorder.step(i);
    const {losses, looks, steps} = recorder.record;
    expect(steps).equal(20000);
    expect(losses.every).equal(4);
    expect(losses.values.slice(0, 2)).deep.equal([1.5, 5.5]);
    expect(looks.length).within(64, 256);
  });

  it("works in a list of callbacks and in a loop of one's own, whose gradients it sees", async () => {
    const model = stack()();
    const recorder = record(model);
    const [xs, ys] = [tf.tensor2d(x), tf.tensor2d(y)];
    const stop = tf.callbacks.earlyStopping({monitor: "loss", patience: 5});
    await model.fit(xs, ys, {epochs: 2, verbose: 0, callbacks: [stop, recorder as unknown as tf.CustomCallback]});
    expect(recorder.record.history["loss"]).lengthOf(2);

    const optimizer = tf.train.sgd(0.1);
    const own = record(model, {every: 2, optimizer});
    for (let i = 0; i < 4; i++) {
      const loss = optimizer.minimize(() => tf.losses.meanSquaredError(ys, model.apply(xs, {training: true}) as tf.Tensor), true)!;
      own.step(loss);
      loss.dispose();
    }
    own.epoch({val_loss: 3});
    expect(own.record.looks).deep.equal([1, 3]);
    expect(own.record.history["val_loss"]).deep.equal([3]);
    expect(own.record.weights.every(({gradients}) => gradients.every((one) => Number(one) > 0))).equal(true);
  });

  it("gives the layers back after a fit that threw", async () => {
    const model = stack()();
    const recorder = record(model);
    await model.fit(tf.tensor2d(x), tf.tensor2d([[1]]), {epochs: 1, verbose: 0, callbacks: recorder as object}).catch(() => undefined);
    tf.dispose(model.predict(tf.tensor2d(x)) as tf.Tensor);
    recorder.record;
    expect(model.layers.filter((layer) => Object.hasOwn(layer, "call"))).deep.equal([]);
  });

  it("refuses what is no model, and odd options, in one line", () => {
    expect(() => record({} as tf.LayersModel)).throw(TypeError, "expected a tf.LayersModel to record, got object");
    expect(() => record(stack()(), {every: 0})).throw(TypeError, "expected every to be a whole number of steps from 1, got 0");
  });
});

describe("record: the first thing that is not finite", () => {
  const broken = async (model: tf.LayersModel, {xs = x, ys = y, epochs = 4}: {xs?: number[][]; ys?: number[][]; epochs?: number}) => {
    const recorder = record(model);
    await model.fit(tf.tensor2d(xs), tf.tensor2d(ys), {epochs, batchSize: 10, shuffle: false, verbose: 0, callbacks: recorder as object});
    return recorder.record.nonFinite;
  };

  it("is the batch that holds a NaN", async () => {
    const xs = x.map((row, i) => (i === 25 ? [NaN, 0, 0] : row));
    expect(await broken(stack()(), {xs})).include({step: 3, epoch: 1, batch: 3, what: "input", layer: "dense 1"});
  });

  it("is the loss, when only a target is NaN", async () => {
    const ys = y.map((row, i) => (i === 12 ? [NaN] : row));
    const found = await broken(stack()(), {ys});
    expect(found).include({step: 2, batch: 2, what: "loss"});
    expect(found).not.have.property("layer");
  });

  it("is the output of the layer that overflows", async () => {
    const model = stack({hidden: [4, 4]})();
    model.layers[0]!.setWeights([tf.fill([3, 4], 1e30), tf.ones([4])]);
    model.layers[1]!.setWeights([tf.fill([4, 4], 1e30), tf.ones([4])]);
    expect(await broken(model, {})).include({step: 1, what: "output", layer: "dense 2"});
  });

  it("is the weight that an update broke", async () => {
    const model = stack()();
    const apply = model.optimizer.applyGradients.bind(model.optimizer);
    let updates = 0;
    model.optimizer.applyGradients = (given) => {
      apply(given);
      if (++updates === 5) model.layers[1]!.setWeights([tf.fill([16, 1], NaN), tf.zeros([1])]);
    };
    expect(await broken(model, {})).include({step: 6, epoch: 2, batch: 2, what: "weight", layer: "dense 2", weight: "kernel"});
  });

  it("comes with a rate that is far too high", async () => {
    const found = await broken(stack({optimizer: () => tf.train.sgd(1e6)})(), {epochs: 10});
    expect(found!.what).oneOf(["output", "weight", "loss"]);
    expect(found!.step).within(2, 20);
  });
});
