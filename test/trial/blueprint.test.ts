import {expect} from "chai";
import {diagnose, tf, type Case} from "../../src/index.js";
import {blueprint} from "../../src/trial/blueprint.js";
import {discard} from "../../src/trial/lifetime.js";
import {classifier} from "../examples.js";

const {layers} = tf;
const quick = {checks: ["wrong-initial-loss", "dead-units", "cannot-memorise"], budget: 3};

/** Tensors more after a diagnosis than before it. */
async function left(subject: Partial<Case>): Promise<number> {
  await diagnose(subject, quick);
  const before = tf.memory().numTensors;
  await diagnose(subject, quick);
  return tf.memory().numTensors - before;
}

const train = classifier({rows: 80}).train as {x: number[][]; y: number[][]};

describe("blueprint", () => {
  it("frees layers that are called twice, which tfjs's own counting forgets", async () => {
    const model = () => {
      const inner = tf.sequential({layers: [layers.dense({units: 4, activation: "relu", inputShape: [4]})]});
      const input = tf.input({shape: [4]});
      const twice = inner.apply(inner.apply(input)) as tf.SymbolicTensor;
      const made = tf.model({inputs: input, outputs: layers.dense({units: 3, activation: "softmax"}).apply(twice) as tf.SymbolicTensor});
      made.compile({optimizer: "adam", loss: "categoricalCrossentropy"});
      return made;
    };
    expect(await left({model, train})).equal(0);
  });

  it("frees the states of stateful layers", async () => {
    const model = () => {
      const made = tf.sequential({
        layers: [layers.lstm({units: 3, stateful: true, batchInputShape: [8, 2, 2]}), layers.dense({units: 3, activation: "softmax"})],
      });
      made.compile({optimizer: "sgd", loss: "categoricalCrossentropy"});
      return made;
    };
    const x = tf.randomNormal([80, 2, 2], 0, 1, "float32", 1);
    expect(await left({model, train: {x, y: train.y}, fit: {batchSize: 8, epochs: 2}})).equal(0);
    x.dispose();
  });

  it("leaves an optimizer alone that all models of a factory share", async () => {
    const optimizer = tf.train.adam(0.01);
    const model = () => {
      const made = tf.sequential({layers: [layers.dense({units: 3, activation: "softmax", inputShape: [4]})]});
      made.compile({optimizer, loss: "categoricalCrossentropy"});
      return made;
    };
    const own = model();
    const [x, y] = [tf.tensor2d(train.x), tf.tensor2d(train.y)];
    await own.fit(x, y, {epochs: 1, verbose: 0});
    await diagnose({model, train}, quick);
    await own.fit(x, y, {epochs: 1, verbose: 0});
    tf.dispose([x, y]);
  });

  it("leaves layers alone that a factory was given from outside", async () => {
    const base = layers.dense({units: 4, inputShape: [4]});
    const own = tf.sequential({layers: [base, layers.dense({units: 2})]});
    const model = () => {
      const made = tf.sequential({layers: [base, layers.dense({units: 3, activation: "softmax"})]});
      made.compile({optimizer: "adam", loss: "categoricalCrossentropy"});
      return made;
    };
    const values = () => own.getWeights().map((weight) => Array.from(weight.dataSync()));
    const before = values();
    expect(await left({model, train})).equal(0);
    expect(values()).deep.equal(before);
  });

  it("stops waiting for a factory when told to, and others go on", async () => {
    const error = await diagnose({model: () => new Promise<never>(() => undefined), train}, {signal: AbortSignal.timeout(50)}).catch(
      (reason: Error) => reason,
    );
    expect((error as Error).name).equal("TimeoutError");
    expect((await diagnose(classifier({rows: 40}), quick)).findings).lengthOf(3);
  });

  for (const [title, model, message] of [
    [
      "that throws",
      () => {
        throw new Error("no weights\nat all");
      },
      /^the model function threw: no weights$/,
    ],
    ["that gives nothing", () => undefined, /^expected the model function to return a tf\.LayersModel, got undefined$/],
    [
      "whose model is disposed",
      () => {
        const made = (classifier().model as () => tf.LayersModel)();
        made.dispose();
        return made;
      },
      /^expected a model, got one that is disposed; /,
    ],
  ] as const)
    it(`refuses a factory ${title} in one line`, async () => {
      const error = await diagnose({model: model as never, train}).catch((reason: Error) => reason);
      expect((error as Error).message).match(message);
    });

  it("makes copies with more units in some layers, of a model and of a factory's, nested or not", async () => {
    const build = () => {
      const base = tf.sequential({layers: [layers.dense({units: 2, inputShape: [3]}), layers.dense({units: 4})]});
      const model = tf.sequential({layers: [base, layers.dense({units: 3})]});
      model.compile({optimizer: "sgd", loss: "meanSquaredError"});
      return model;
    };
    const given = build();
    for (const source of [given, build]) {
      const plan = await blueprint(source, {seed: 1});
      const tensors = tf.memory().numTensors;
      const wide = await plan.fresh({seed: 2, widen: {layers: ["dense 1"], units: 16}});
      expect(wide.weights.map(({shape}) => shape)).deep.equal([[3, 16], [16], [16, 4], [4], [4, 3], [3]]);
      expect(wide.optimizer).not.equal(given.optimizer);
      discard(wide);
      expect(tf.memory().numTensors).equal(tensors);
      plan.dispose();
    }
    expect(given.weights[0]!.shape).deep.equal([3, 2]);
    given.optimizer.dispose();
    given.dispose();
  });
});
