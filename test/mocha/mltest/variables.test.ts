import {expect} from "chai";
import {assertVariablesChange, assertVariablesSame, tf} from "../../../src/index.js";
import {sequence, verdictOf, waves} from "./unharmed.js";

const {dense, batchNormalization, dropout, embedding, flatten, lstm} = tf.layers;
const batch = {x: waves(8, 3), y: waves(8, 1)};
const change = (model: tf.LayersModel, rows: Parameters<typeof assertVariablesChange>[1] = batch, options = {}) =>
  verdictOf(model, () => assertVariablesChange(model, rows, options));
const same = (model: tf.LayersModel, names?: string | string[], rows: Parameters<typeof assertVariablesSame>[1] = batch) =>
  verdictOf(model, () => assertVariablesSame(model, rows, names));

const healthy = (options = {}) =>
  sequence(
    [dense({units: 6, activation: "tanh", inputShape: [3]}), dropout({rate: 0.3}), batchNormalization(), dense({units: 1})],
    options,
  );

describe("assertVariablesChange", () => {
  for (const [name, optimizer] of Object.entries({
    sgd: () => tf.train.sgd(0.1),
    momentum: () => tf.train.momentum(0.1, 0.9),
    adam: () => tf.train.adam(0.01),
    rmsprop: () => tf.train.rmsprop(0.01),
    adagrad: () => tf.train.adagrad(0.1),
    adadelta: () => tf.train.adadelta(1),
    adamax: () => tf.train.adamax(0.01),
  }))
    it(`accepts a healthy network with ${name}, changing neither it nor its optimizer`, () => {
      expect(change(healthy({optimizer: optimizer()}))).equal("");
    });

  it("leaves what an optimizer has gathered in training: the next real step is the same as without", async () => {
    const [x, y] = [tf.tensor2d(batch.x), tf.tensor2d(batch.y)];
    const make = () =>
      sequence([dense({units: 4, inputShape: [3], kernelInitializer: "ones"}), dense({units: 1, kernelInitializer: "ones"})]);
    const [one, two] = [make(), make()];
    for (const model of [one, two]) await model.trainOnBatch(x, y);
    expect(change(one)).equal("");
    for (const model of [one, two]) await model.trainOnBatch(x, y);
    expect(one.getWeights().map((weight) => Array.from(weight.dataSync()))).deep.equal(
      two.getWeights().map((weight) => Array.from(weight.dataSync())),
    );
    tf.dispose([x, y]);
  });

  it("names a weight behind dead units and the reason", () => {
    const model = sequence([
      dense({units: 4, activation: "relu", inputShape: [3], biasInitializer: tf.initializers.constant({value: -99})}),
      dense({units: 1}),
    ]);
    expect(change(model)).match(
      /^expected 3 training steps to change every trainable weight, but 3 of 4 did not learn: dense 1\/kernel \(its gradient is exactly 0: dead or saturated units/,
    );
  });

  it("sees a softmax on one unit: its output cannot vary", () => {
    expect(change(sequence([dense({units: 1, activation: "softmax", inputShape: [3]})]))).match(/2 of 2 did not learn/);
  });

  it("is not deceived by a weight penalty that moves a weight which the loss does not reach", () => {
    const input = tf.input({shape: [3]});
    const idle = dense({units: 2, kernelRegularizer: "l1l2", useBias: false, name: "idle"}).apply(input) as tf.SymbolicTensor;
    const zero = dense({units: 1, kernelInitializer: "zeros", useBias: false, trainable: false, name: "zero"}).apply(
      idle,
    ) as tf.SymbolicTensor;
    const main = dense({units: 1, name: "main"}).apply(input) as tf.SymbolicTensor;
    const model = tf.model({inputs: input, outputs: tf.layers.add().apply([zero, main]) as tf.SymbolicTensor});
    model.compile({optimizer: "adam", loss: "meanSquaredError"});
    expect(change(model)).match(/1 of 3 did not learn: idle\/kernel \(its gradient is exactly 0/);
  });

  it("asks of an embedding only that rows of the batch move", () => {
    const model = sequence([embedding({inputDim: 500, outputDim: 2, inputLength: 2}), flatten(), dense({units: 1})]);
    expect(
      change(model, {
        x: [
          [3, 4],
          [5, 4],
        ],
        y: [[0], [1]],
      }),
    ).equal("");
  });

  it("says that a learning rate is 0, and that one is too small for float32", () => {
    expect(change(sequence([dense({units: 1, inputShape: [3]})], {optimizer: tf.train.sgd(0)}))).match(
      /dense 1\/kernel \(the learning rate is 0\)/,
    );
    const model = sequence([dense({units: 1, inputShape: [3], biasInitializer: "ones"})], {optimizer: tf.train.sgd(1e-12)});
    expect(change(model)).match(
      /dense 1\/bias \(its largest gradient is [\d.]+, its updates at the learning rate 1e-12 are below the rounding of float32\)/,
    );
  });

  it("wants the statistics of batch normalisation to move in training", () => {
    const model = sequence([batchNormalization({momentum: 1, inputShape: [3]}), dense({units: 1})]);
    expect(change(model)).match(/2 of 6 did not learn: batch_normalization 1\/moving_mean \(the moving statistics stay/);
  });

  it("says when nothing is trainable, and looks only at what it is told to", () => {
    const frozen = sequence([
      dense({units: 2, inputShape: [3], trainable: false, name: "low"}),
      dense({units: 1, name: "high", trainable: false}),
    ]);
    expect(change(frozen)).match(/^expected weights that change, but none/);
    const half = sequence([dense({units: 2, inputShape: [3], trainable: false, name: "low"}), dense({units: 1, name: "high"})]);
    expect(change(half)).equal("");
    expect(change(half, batch, {only: "high"})).equal("");
    expect(change(half, batch, {only: ["low", "high/kernel"]})).match(
      /change the named weights, but 2 of 3 did not learn: low\/kernel \(it is not trainable/,
    );
  });

  it("goes by what fit does: a layer that is frozen after compiling stays, one that is freed stays too", async () => {
    for (const trainable of [true, false]) {
      const model = sequence([dense({units: 2, inputShape: [3], name: "first", trainable}), dense({units: 1})]);
      model.layers[0]!.trainable = !trainable;
      expect(change(model, batch, {only: "first"})).match(/2 of 2 did not learn: first\/kernel \(it is not trainable, or was not/);
      expect(same(model, "first")).equal("");
      const values = () => Array.from(model.layers[0]!.weights[0]!.read().dataSync());
      const before = values();
      const [x, y] = [tf.tensor2d(batch.x), tf.tensor2d(batch.y)];
      await model.trainOnBatch(x, y);
      tf.dispose([x, y]);
      expect(values()).deep.equal(before);
    }
  });

  it("calls a weight that becomes NaN one that does not learn", () => {
    expect(change(sequence([dense({units: 1, inputShape: [3]})]), {x: [[1, 2, NaN]], y: [[1]]})).match(
      /it became NaN or infinite; assertNoNaN/,
    );
  });

  it("keeps the states of stateful layers", () => {
    const model = sequence([lstm({units: 2, stateful: true, batchInputShape: [4, 5, 2]}), dense({units: 1})]);
    const x = tf.randomNormal([4, 5, 2], 0, 1, "float32", 1);
    (model.predict(x) as tf.Tensor).dispose();
    const states = () => (model.layers[0] as unknown as {states: tf.Tensor[]}).states.map((state) => Array.from(state.dataSync()));
    const before = states();
    expect(before.flat().some((value) => value !== 0)).equal(true);
    expect(change(model, {x, y: waves(4, 1)})).equal("");
    expect(states()).deep.equal(before);
    x.dispose();
  });

  it("keeps a weight that breaks its own constraint", () => {
    const model = sequence([dense({units: 1, inputShape: [3], kernelConstraint: tf.constraints.nonNeg()})]);
    (model.weights[0]!.read() as tf.Variable).assign(tf.tensor2d([[-1], [2], [-3]]));
    verdictOf(model, () => assertVariablesSame(model, batch));
    expect(Array.from(model.weights[0]!.read().dataSync())).deep.equal([-1, 2, -3]);
  });

  it("takes tensors, batches, lists and several inputs, and refuses the rest in one line", () => {
    const model = healthy();
    const [xs, ys] = [tf.tensor2d(batch.x), tf.tensor2d(batch.y)];
    for (const rows of [{xs, ys}, {x: xs, y: batch.y.flat()}, [xs, ys]] as const) expect(change(model, rows)).equal("");
    tf.dispose([xs, ys]);
    const refused = (run: () => void, line: RegExp) => expect(run).throw(line);
    refused(
      () => assertVariablesChange(model, {x: waves(8, 2), y: batch.y}),
      /^the batch does not fit the model: input expected a batch of elements where each example has shape \[3\]/,
    );
    refused(() => assertVariablesChange(model, {x: batch.x} as never), /^expected a batch as \{x, y\}, \{xs, ys\} or \[x, y\], got \{x\}$/);
    refused(
      () => assertVariablesChange(tf.sequential({layers: [dense({units: 1, inputShape: [3]})]}), batch),
      /^expected a compiled model, got one without loss/,
    );
    refused(() => assertVariablesChange({} as never, batch), /^expected a tf\.LayersModel, got object$/);
    refused(
      () => assertVariablesChange(model, batch, {only: "dense"}),
      /^expected the name of a weight or a layer, got "dense"; there are dense 1\/kernel, dense 1\/bias, /,
    );
    refused(() => assertVariablesChange(model, [xs, ys]), /^expected a tensor in x, got one that is disposed$/);
  });
});

describe("assertVariablesSame", () => {
  it("accepts frozen weights, which stay bit for bit, beside weights that learn", () => {
    const model = sequence([dense({units: 2, inputShape: [3], trainable: false, name: "low"}), dense({units: 1, name: "high"})]);
    expect(same(model)).equal("");
    expect(same(model, ["low/kernel", "low/bias"])).equal("");
    expect(same(model, "high")).match(
      /^expected 3 training steps to leave the named weights as they are, but 2 of 2 changed: high\/kernel \(it is trainable/,
    );
  });

  it("sees a weight that only its penalty moves", () => {
    const model = sequence([
      dense({units: 2, inputShape: [3], kernelInitializer: "ones", kernelRegularizer: "l1l2"}),
      dense({units: 1, kernelInitializer: "zeros", trainable: false, useBias: false}),
    ]);
    expect(same(model, "dense 1/kernel")).match(/1 of 1 changed/);
    expect(same(model, "dense 1/bias")).equal("");
  });

  it("tells that tfjs moves the statistics of a frozen batch normalisation in training, and none in a prediction", () => {
    const model = sequence([batchNormalization({inputShape: [3], trainable: false, name: "norm"}), dense({units: 1})]);
    expect(same(model)).equal("");
    expect(same(model, "norm")).match(
      /2 of 4 changed: norm\/moving_mean \(training mode moves the statistics of batch normalisation, in tfjs of a frozen layer too\)/,
    );
  });

  it("refuses a layer that writes its weight in a prediction", () => {
    class Counter extends tf.layers.Layer {
      count!: {write(value: tf.Tensor): void; read(): tf.Tensor};
      static className = "Counter";
      override build(): void {
        this.count = this.addWeight("count", [1], "float32", tf.initializers.zeros(), undefined, false) as never;
      }
      override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
        this.count.write(this.count.read().add(1));
        return [inputs].flat()[0]!.clone();
      }
    }
    const model = sequence([dense({units: 2, inputShape: [3]}), new Counter({}), dense({units: 1})]);
    expect(same(model, "dense 1/kernel")).match(/changed/);
    expect(same(model)).match(/1 of 1 changed: .*count \(something else than the optimizer wrote it\)/);
    model.layers[0]!.trainable = true;
    const still = sequence([dense({units: 2, inputShape: [3], trainable: false, name: "still"}), new Counter({}), dense({units: 1})]);
    expect(same(still, "still")).match(/^expected a prediction to change no weight, but it changed .*count$/);
  });
});
