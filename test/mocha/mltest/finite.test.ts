import {expect} from "chai";
import {assertNoNaN, tf} from "../../../src/index.js";
import {sequence, verdictOf, waves} from "./unharmed.js";

const {dense, batchNormalization} = tf.layers;
const rows = () => ({x: waves(4, 3), y: waves(4, 1)});
const finite = (model: tf.LayersModel, batch: Parameters<typeof assertNoNaN>[1] = rows()) =>
  verdictOf(model, () => assertNoNaN(model, batch));
const healthy = () => sequence([dense({units: 4, activation: "relu", inputShape: [3]}), batchNormalization(), dense({units: 1})]);

/** A layer of one function. */
class Through extends tf.layers.Layer {
  static className = "Through2";
  constructor(private readonly change: (x: tf.Tensor, training: boolean) => tf.Tensor) {
    super({});
  }
  override computeOutputShape(shape: tf.Shape): tf.Shape {
    return shape;
  }
  override call(inputs: tf.Tensor | tf.Tensor[], {training}: {training?: boolean}): tf.Tensor {
    return tf.tidy(() => this.change([inputs].flat()[0]!, training ?? false));
  }
}

describe("assertNoNaN", () => {
  it("accepts a healthy network", () => expect(finite(healthy())).equal(""));

  for (const value of [NaN, Infinity, -Infinity])
    it(`sees a single ${value} among finite inputs and targets, and names the inputs first`, () => {
      const batch = rows();
      batch.y[3]![0] = value;
      expect(finite(healthy(), batch)).match(
        /^expected only finite numbers, but the target dense_Dense\d+ has 1 (NaN|infinite value) among 4 values, first at \[3, 0\]$/,
      );
      batch.x[2]![1] = value;
      expect(finite(healthy(), batch)).match(
        /the input dense_Dense\d+_input has 1 (NaN|infinite value) among 12 values, first at \[2, 1\]$/,
      );
    });

  it("names the weight that is broken before the activations that it breaks", () => {
    const model = healthy();
    (model.layers[2]!.weights[1]!.read() as tf.Variable).assign(tf.tensor1d([Infinity]));
    expect(finite(model)).match(/the weight dense 2\/bias has 1 infinite value among 1 value, first at \[0\]$/);
  });

  it("names the first layer whose output is broken, and the mode", () => {
    const log = (inputs: tf.Tensor) => inputs.log();
    expect(finite(sequence([dense({units: 2, inputShape: [3]}), new Through(log), dense({units: 1})]))).match(
      /the output of the layer .*through.* in training mode has \d NaN among 8 values, first at \[\d, \d\]$/i,
    );
    const later = (inputs: tf.Tensor, training: boolean) => (training ? inputs.clone() : inputs.div(0));
    expect(finite(sequence([dense({units: 2, inputShape: [3]}), new Through(later), dense({units: 1})]))).match(
      /through.* in inference mode has 8 infinite values among 8 values/i,
    );
  });

  it("looks into nested models", () => {
    const inner = tf.sequential({layers: [dense({units: 2, inputShape: [3]}), new Through((inputs) => inputs.mul(1e38).mul(1e38))]});
    expect(finite(sequence([inner, dense({units: 1})] as tf.layers.Layer[]))).match(
      /the output of the layer .*through.* in training mode/i,
    );
  });

  it("names the loss when its answer is finite and it is not", () => {
    const model = tf.sequential({layers: [dense({units: 1, inputShape: [3]})]});
    model.compile({optimizer: "sgd", loss: (target: tf.Tensor, answer: tf.Tensor) => target.sub(answer).square().mean(-1).div(0) as never});
    expect(finite(model)).match(/but the loss of dense_Dense\d+ has 4 infinite values among 4 values/);
  });

  it("names the gradient when all before it is finite: a square root at 0", () => {
    const model = sequence([dense({units: 1, inputShape: [3], kernelInitializer: "zeros"}), new Through((inputs) => inputs.abs().sqrt())]);
    expect(finite(model)).match(/but the gradient of dense 1\/kernel has 3 infinite values among 3 values/);
  });

  it("takes the penalties for a part of the loss", () => {
    const model = tf.sequential({layers: [dense({units: 1, inputShape: [3], kernelRegularizer: tf.regularizers.l2({l2: 1e39})})]});
    model.compile({optimizer: "sgd", loss: "meanSquaredError"});
    expect(finite(model)).match(/but a weight penalty has 1 infinite value/);
  });
});
