import {expect} from "chai";
import {rateSchedule, tf, useBackend, type Case} from "../../src/index.js";
import type {Run} from "../../src/check.js";
import {random} from "../../src/math/random.js";
import {prepare} from "../../src/trial/prepare.js";
import {serialise} from "../../src/trial/serialise.js";
import {runTrial, type Trial} from "../../src/trial/trial.js";
import {classifier, normal, oneHot} from "../examples.js";

const {layers} = tf;
const draw = random(3);
const rows = 60;
const labels = Array.from({length: rows}, () => Math.floor(3 * draw()));
const y = oneHot(labels, 3);
const values = (...shape: number[]) => ({
  values: Float32Array.from({length: shape.reduce((a, b) => a * b, rows)}, () => normal(draw)),
  shape: [rows, ...shape],
});
const table = values(4);
const image = values(6, 6, 1);
const words = {values: Int32Array.from({length: rows * 5}, () => Math.floor(9 * draw())), shape: [rows, 5]};

const last = () => layers.dense({units: 3, activation: "softmax"});
const compiled = (model: tf.LayersModel, optimizer: string | tf.Optimizer = "adam", loss: unknown = "categoricalCrossentropy") => {
  model.compile({optimizer, loss: loss as string, metrics: ["accuracy"]});
  return model;
};
const dense = (optimizer?: string | tf.Optimizer, loss?: unknown) => () =>
  compiled(tf.sequential({layers: [layers.dense({units: 8, activation: "relu", inputShape: [4]}), last()]}), optimizer, loss);

function conv() {
  const normed = [layers.conv2d({filters: 4, kernelSize: 3, inputShape: [6, 6, 1]}), layers.batchNormalization(), layers.reLU()];
  return compiled(tf.sequential({layers: [...normed, layers.flatten(), last()]}));
}

function recurrent() {
  const read = [layers.embedding({inputDim: 9, outputDim: 4, inputLength: 5}), layers.lstm({units: 4})];
  return compiled(tf.sequential({layers: [...read, last()]}));
}

function twoInputs() {
  const [a, b] = [tf.input({shape: [4], name: "table"}), tf.input({shape: [6, 6, 1], name: "image"})];
  const left = layers.dense({units: 4, activation: "tanh"}).apply(a) as tf.SymbolicTensor;
  const right = layers.flatten().apply(b) as tf.SymbolicTensor;
  const joined = layers.concatenate().apply([left, right]);
  return compiled(tf.model({inputs: [a, b], outputs: last().apply(joined) as tf.SymbolicTensor}));
}

function frozen() {
  const base = tf.sequential({layers: [layers.dense({units: 5, activation: "relu", inputShape: [4]}), layers.dense({units: 4})]});
  base.trainable = false;
  return compiled(tf.sequential({layers: [base, layers.dense({units: 6, activation: "relu"}), last()]}));
}

function regularised() {
  const kernelRegularizer = tf.regularizers.l2({l2: 0.01});
  const hidden = layers.dense({units: 8, activation: "relu", inputShape: [4], kernelRegularizer, kernelInitializer: "heNormal"});
  return compiled(tf.sequential({layers: [hidden, layers.dropout({rate: 0.4}), layers.gaussianNoise({stddev: 0.1}), last()]}));
}

/** What can be written down: a function, or a model that it makes, and the rest of its case. */
const written: Record<string, Partial<Case> & {build: () => tf.LayersModel; given?: boolean; hidden?: string}> = {
  "dense layers": {build: dense()},
  "dense layers with weights of their own": {build: dense(), given: true},
  "convolution and batch normalisation": {build: conv, hidden: "", train: {x: image, y}},
  "embedding and LSTM": {build: recurrent, hidden: "", train: {x: words, y}},
  "two inputs": {build: twoInputs, train: {x: {table, image}, y}},
  "frozen layers": {build: frozen},
  "frozen layers with weights of their own": {build: frozen, given: true},
  "dropout, noise and L2": {build: regularised},
  momentum: {build: dense(tf.train.momentum(0.05, 0.9, true)), given: true},
  "Adam with options": {build: dense(tf.train.adam(0.003, 0.8, 0.99))},
  RMSProp: {build: dense("rmsprop")},
  "class weights": {build: dense("sgd"), fit: {epochs: 2, batchSize: 16, classWeight: {0: 1, 1: 3, 2: 0.5}}},
  "a loss of tfjs's own": {build: dense("adam", tf.losses.softmaxCrossEntropy), given: true},
  "a schedule of the rate": {build: dense("sgd"), fit: {epochs: 2, batchSize: 16, callbacks: [rateSchedule("oneCycle")]}},
};

class Twice extends layers.Layer {
  static className = "Twice";
  override call(inputs: tf.Tensor | tf.Tensor[]) {
    return [inputs].flat()[0]!.mul(2);
  }
}

/** What cannot, and what is said of it. */
const refused: Record<string, Partial<Case> & {build: () => tf.LayersModel; given?: boolean; reason: RegExp}> = {
  "a loss that the user wrote": {
    build: dense("adam", (a: tf.Tensor, b: tf.Tensor) => a.sub(b).square().mean()),
    reason: /^its loss holds a function of its own, which cannot be written down$/,
  },
  "a layer class that is not registered": {
    build: () => compiled(tf.sequential({layers: [layers.dense({units: 4, inputShape: [4]}), new Twice({}), last()]})),
    reason: /Unknown layer: Twice/,
  },
  "a function that sets weights": {
    build: () => {
      const model = dense()();
      const first = model.getWeights().map((weight) => tf.fill(weight.shape, Math.random()));
      model.setWeights(first);
      tf.dispose(first);
      return model;
    },
    reason: /^its function builds models that their topology does not tell/,
  },
  "a schedule that the user wrote": {
    build: dense(),
    fit: {callbacks: [{rateAt: () => 0.5}] as never},
    reason: /^its schedule of the learning rate is a function$/,
  },
};

/** Opens a case and frees it, and a model that it was given. */
async function withCase<T>(
  {build, given = false, ...rest}: Partial<Case> & {build: () => tf.LayersModel; given?: boolean},
  use: (given: Required<Pick<Awaited<ReturnType<typeof prepare>>, "setting" | "material">>) => Promise<T>,
): Promise<T> {
  const model = given ? build() : build;
  const prepared = await prepare({train: {x: table, y}, fit: {epochs: 2, batchSize: 16}, ...rest, model});
  try {
    return await use({setting: prepared.setting!, material: prepared.material});
  } finally {
    await prepared.dispose();
    if (typeof model !== "function") [model.optimizer, model].forEach((one) => one.dispose());
  }
}

describe("trial", () => {
  before(() => useBackend());

  for (const [title, {hidden = "dense 1", ...subject}] of Object.entries(written))
    it(`is the bank's own fit again after JSON, bit for bit: ${title}`, async () => {
      await withCase(subject, async ({setting, material: {bank}}) => {
        const plain = JSON.parse(JSON.stringify(await serialise(setting))) as Pick<Trial, "network" | "schedule" | "seed" | "data">;
        expect(plain).include.all.keys("network", "schedule", "seed", "data");
        const {train, validation} = setting;
        const tensors = tf.memory().numTensors;
        const [own] = await bank!.runs(1);
        const same = (await runTrial({...plain, kind: "fit", change: {seed: own!.seed}}, {train, validation})) as Run;
        expect(same).deep.equal(own);
        const [mixed, optimizer] = [Array.from({length: train.rows}, (_, i) => (7 * i) % train.rows), {factor: 3}];
        const change = {seed: 5, steps: 4, targets: mixed, bare: true, optimizer};
        const losses = await bank!.descend(change);
        expect(await runTrial({...plain, kind: "descend", change, renew: true}, {train, validation})).deep.equal(losses);
        const wide = {seed: 6, steps: 3, widen: {layers: [hidden], units: 12}};
        expect(await runTrial({...plain, kind: "fit", change: wide, renew: true}, {train, validation})).deep.equal(await bank!.trial(wide));
        expect(tf.memory().numTensors).equal(tensors);
      });
    });

  for (const [title, {reason, ...subject}] of Object.entries(refused))
    it(`says why it cannot be written down: ${title}`, async () => {
      await withCase(subject, async ({setting, material: {bank}}) => {
        const tensors = tf.memory().numTensors;
        expect((await serialise(setting)).reason).match(reason);
        expect(tf.memory().numTensors).equal(tensors);
        expect(await bank!.descend({steps: 3})).length(3);
      });
    });

  it("goes through the function that the bank was given, which may make it elsewhere", async () => {
    const {openBank} = await import("../../src/trial/bank.js");
    await withCase({build: dense()}, async ({setting, material}) => {
      const sent: string[] = [];
      const bank = openBank(setting, {
        perform: async (trial, {stop, ...hands}) => {
          sent.push(trial.kind);
          return runTrial(
            structuredClone({...trial, ...(await serialise({...hands, schedule: setting.schedule, seed: setting.seed}))} as typeof trial),
            {...hands, blueprint: undefined, stop},
          );
        },
      });
      expect(await bank.runs(2)).deep.equal(await material.bank!.runs(2));
      expect(await bank.shuffled(1)).deep.equal(await material.bank!.shuffled(1));
      expect(await bank.firstNonFinite(1)).equal(undefined);
      expect(await bank.descend({stop: ({step}) => step === 1})).length(2);
      expect(sent).deep.equal(["fit", "fit", "fit", "replay", "descend"]);
    });
  });

  it("names its rows by a hash: other rows, another name", async () => {
    const nameOf = (subject: Case) =>
      withCase({...subject, build: subject.model as () => tf.LayersModel}, async ({setting}) => (await serialise(setting)).data);
    expect(await nameOf(classifier({rows: 80}))).equal(await nameOf(classifier({rows: 80})));
    expect(await nameOf(classifier({rows: 80}))).not.equal(await nameOf(classifier({rows: 80, scale: 2})));
  });
});
