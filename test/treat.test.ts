import {expect} from "chai";
import {tf, treat, type Case} from "../src/index.js";
import {classifier, regressor} from "./examples.js";

/** Treats a case and asserts that nothing of the user's is changed, no tensor is left but the cured case's own, and what helped is `names`. */
async function cures(subject: Case, {names, budget = 15}: {names: readonly string[]; budget?: number}): Promise<Case> {
  const before = JSON.stringify([subject.train, subject.fit]);
  const tensors = tf.memory().numTensors;
  const {cured, treatments} = await treat(subject, {budget});
  expect(treatments.filter(({outcome}) => outcome === "cured").map(({name}) => name)).include.members([...names]);
  expect(JSON.stringify([subject.train, subject.fit])).equal(before);
  const own = [cured!.train, cured!.validation]
    .flatMap((data) => (data && "x" in data ? [data.x, data.y] : []))
    .filter((side) => side instanceof tf.Tensor);
  expect(tf.memory().numTensors - tensors, "tensors left").equal(own.length);
  tf.dispose(own as tf.Tensor[]);
  return cured!;
}

/** The loss and the accuracy that a cured case's own fit ends with. */
async function fitted({model, train, fit}: Case): Promise<number> {
  const made = await (model as () => tf.LayersModel)();
  const [x, y] = (["x", "y"] as const).map((side) => (train as unknown as Record<string, tf.Tensor | number[][]>)[side]!);
  const [xs, ys] = [x, y].map((side) => (side instanceof tf.Tensor ? side.clone() : tf.tensor(side as number[][])));
  const {history} = await made.fit(xs!, ys!, {...fit, verbose: 0});
  tf.dispose([xs!, ys!]);
  made.dispose();
  return Number(history.loss!.at(-1));
}

describe("treat", function () {
  this.timeout(120_000);

  it("gives a single unit its sigmoid, and the code that does it", async () => {
    const subject = classifier({classes: 2, units: 1, loss: "binaryCrossentropy"});
    const {cured, treatments} = await treat(subject, {budget: 15});
    expect(treatments[0]).include({name: "softmax-on-single-unit", outcome: "cured"});
    expect(treatments[0]!.change).equal(
      '// before\ntf.layers.dense({units: 1, activation: "softmax"})\n// after\ntf.layers.dense({units: 1, activation: "sigmoid"})\nmodel.compile({optimizer: model.optimizer, loss: "binaryCrossentropy", metrics: ["accuracy"]});',
    );
    expect(await fitted(cured!)).below(0.3);
    expect(JSON.parse(JSON.stringify(treatments))).deep.equal(treatments);
  });

  it("scales inputs by the training rows", async () => {
    const cured = await cures(classifier({scale: 1e5, epochs: 8}), {names: ["unscaled-inputs"]});
    expect(cured.fit).deep.equal(classifier({epochs: 8}).fit);
  });

  it("starts weights by the book, and leaves a healthy network alone", async () => {
    const zeros = () => {
      const model = tf.sequential({
        layers: [
          tf.layers.dense({units: 16, activation: "relu", kernelInitializer: "zeros", inputShape: [3]}),
          tf.layers.dense({units: 1, kernelInitializer: "zeros"}),
        ],
      });
      model.compile({optimizer: tf.train.adam(0.01), loss: "meanSquaredError"});
      return model;
    };
    await cures({...regressor(), model: zeros}, {names: ["bad-initialisation"]});
    expect(await treat(regressor(), {budget: 15})).deep.equal({treatments: [], suspects: []});
  });

  it("leaves the user's own tensors alone where the model is mended before the data", async () => {
    const {train, ...rest} = classifier({classes: 2, units: 1, loss: "binaryCrossentropy", scale: 1e5, epochs: 8});
    const {x, y} = train as unknown as {x: number[][]; y: number[][]};
    const own = {x: tf.tensor2d(x), y: tf.tensor2d(y)};
    const {cured, treatments} = await treat({...rest, train: own}, {budget: 20});
    expect(treatments.map(({name}) => name)).include.members(["softmax-on-single-unit", "unscaled-inputs"]);
    expect([own.x.isDisposed, own.y.isDisposed]).deep.equal([false, false]);
    expect(cured!.train).not.equal(own);
    tf.dispose([own, cured!.train as unknown as tf.TensorContainerObject]);
  });

  it("finds a rate that learns", async () => {
    const subject = regressor({optimizer: () => tf.train.sgd(1e-6), epochs: 20});
    const {treatments, cured} = await treat(subject, {budget: 30});
    expect(treatments.map(({outcome}) => outcome)).include("cured");
    expect(await fitted(cured!)).below(0.5);
  });

  it("says what no program can repair", async () => {
    const subject = classifier({rows: 400});
    const {x, y} = subject.train as unknown as {x: number[][]; y: number[][]};
    const dealt = y.map((_, i) => y[(i * 149 + 71) % y.length]!);
    const {cured, treatments} = await treat({...subject, train: {x, y: dealt}}, {budget: 15, only: ["misaligned-labels", "no-signal"]});
    expect(cured).equal(undefined);
    for (const {outcome, change} of treatments) expect([outcome, change.startsWith("// ")]).deep.equal(["impossible", true]);
  });

  it("gives the same result for the same seed", async () => {
    const subject = () => classifier({classes: 2, units: 1, loss: "binaryCrossentropy", rows: 120, epochs: 8});
    const [one, other] = [await treat(subject(), {budget: 8}), await treat(subject(), {budget: 8})];
    expect(one.treatments).deep.equal(other.treatments);
  });

  it("stops on the user's signal and frees what it made", async () => {
    const tensors = tf.memory().numTensors;
    const stop = new AbortController();
    const progress = ({doing}: {doing: string}) => doing.startsWith("diagnosing") || stop.abort(new Error("enough"));
    const error = await treat(classifier({scale: 1e5}), {budget: 15, progress, signal: stop.signal}).catch((reason: unknown) => reason);
    expect((error as Error).message).equal("enough");
    expect(tf.memory().numTensors).equal(tensors);
  });

  it("does not judge the changed case by the record of the old fit", async () => {
    const subject = {...regressor({optimizer: () => tf.train.sgd(30)}), history: {loss: [1, 1e9, NaN]}};
    const {cured, treatments} = await treat(subject, {budget: 20});
    expect(treatments.map(({outcome}) => outcome)).include("cured");
    expect(cured).not.have.property("history");
  });

  it("says why a remedy cannot be tried on a network of one's own layers, and what to write", async () => {
    class Doubled extends tf.layers.Layer {
      static className = "Doubled";
      override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
        return tf.tidy(() => [inputs].flat()[0]!.mul(2));
      }
      // As many such layers, it does not say how it was made.
      override getConfig(): tf.serialization.ConfigDict {
        throw new Error("no configuration");
      }
    }
    const {train, fit} = classifier({classes: 2, units: 1, loss: "binaryCrossentropy", rows: 120, epochs: 4});
    const model = () => {
      const made = tf.sequential({
        layers: [tf.layers.dense({units: 4, inputShape: [4]}), new Doubled({}), tf.layers.dense({units: 1, activation: "softmax"})],
      });
      made.compile({optimizer: "adam", loss: "binaryCrossentropy"});
      return made;
    };
    const {cured, treatments} = await treat({model, train, fit}, {budget: 8, only: ["softmax-on-single-unit"]});
    expect(cured).equal(undefined);
    expect(treatments[0]!.outcome).equal("impossible");
    expect(treatments[0]!.change).match(/^\/\/ .*no configuration/);
  });

  it("refuses a case that cannot be trained", async () => {
    const {train} = regressor();
    expect(String(await treat({train} as Case).catch((reason: unknown) => reason))).match(
      /expected a case with a model and train: \{x, y\}, got none as model/,
    );
  });

  it("refuses options that mean nothing", async () => {
    for (const [options, said] of [
      [{budget: -1}, "budget"],
      [{seeds: 1}, "seeds"],
      [{only: ["softmax"]}, "softmax"],
      [{unlessSo: 1}, "unlessSo"],
    ] as const)
      expect(String(await treat(regressor(), options as object).catch((reason: unknown) => reason))).match(
        new RegExp(`expected.*${said}|${said}.*expected`),
      );
  });
});
