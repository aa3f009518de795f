import {expect} from "chai";
import {assertInputDependency, tf} from "../../../src/index.js";
import {sequence, verdictOf, waves} from "./unharmed.js";

const {dense, batchNormalization, dropout, embedding, flatten, conv2d, lstm, simpleRNN} = tf.layers;
const depends = (model: tf.LayersModel, x: Parameters<typeof assertInputDependency>[1]) =>
  verdictOf(model, () => assertInputDependency(model, x));

/** A layer of one function. */
class Through extends tf.layers.Layer {
  static className = "Through";
  constructor(private readonly change: (x: tf.Tensor) => tf.Tensor) {
    super({});
  }
  override computeOutputShape(shape: tf.Shape): tf.Shape {
    return shape;
  }
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => this.change([inputs].flat()[0]!));
  }
}

const x = waves(8, 3);
const behind = (change: (x: tf.Tensor) => tf.Tensor) =>
  sequence([dense({units: 4, activation: "tanh", inputShape: [3]}), new Through(change), dense({units: 2})]);

describe("assertInputDependency", () => {
  it("accepts healthy networks: softmax outputs, batch normalisation, dropout", () => {
    expect(
      depends(
        sequence([
          dense({units: 8, activation: "relu", inputShape: [3]}),
          dropout({rate: 0.5}),
          batchNormalization(),
          dense({units: 3, activation: "softmax"}),
        ]),
        x,
      ),
    ).equal("");
  });

  it("accepts images by channel, though a stride passes over some pixels, sequences, and states", () => {
    const images = tf.randomNormal([4, 6, 6, 2], 0, 1, "float32", 1);
    expect(
      depends(sequence([conv2d({filters: 3, kernelSize: 1, strides: 3, inputShape: [6, 6, 2]}), flatten(), dense({units: 1})]), images),
    ).equal("");
    const series = tf.randomNormal([4, 5, 2], 0, 1, "float32", 2);
    expect(depends(sequence([lstm({units: 3, inputShape: [5, 2]}), dense({units: 1})]), series)).equal("");
    expect(depends(sequence([simpleRNN({units: 3, stateful: true, batchInputShape: [4, 5, 2]}), dense({units: 1})]), series)).equal("");
    tf.dispose([images, series]);
  });

  it("accepts ids that are looked up, of which no gradient tells anything", () => {
    const ids = [
      [1, 2, 0],
      [3, 0, 0],
      [4, 2, 1],
    ];
    expect(
      depends(sequence([embedding({inputDim: 9, outputDim: 4, inputLength: 3, maskZero: true}), lstm({units: 3}), dense({units: 1})]), ids),
    ).equal("");
    const dead = sequence([
      embedding({inputDim: 9, outputDim: 4, inputLength: 3, embeddingsInitializer: "zeros"}),
      flatten(),
      dense({units: 1}),
    ]);
    expect(depends(dead, ids)).match(
      /^expected the outputs to depend on every input, but not on the input embedding_Embedding\d+_input: other values change no output$/,
    );
  });

  it("accepts a way without a gradient when other values do change the outputs", () => {
    expect(
      depends(
        sequence([
          dense({units: 3, inputShape: [3], useBias: false, weights: [tf.eye(3)]}),
          new Through((inputs) => inputs.sign()),
          dense({units: 1}),
        ]),
        x,
      ),
    ).equal("");
  });

  it("names a feature that moves nothing", () => {
    const kernel = tf.tensor2d([
      [1, 2],
      [0, 0],
      [3, 4],
    ]);
    expect(depends(sequence([dense({units: 2, inputShape: [3], weights: [kernel], useBias: false}), dense({units: 1})]), x)).match(
      /but not on feature 1 of the input dense_Dense\d+_input: other values/,
    );
    const half = tf.tensor2d([
      [0, 0],
      [0, 0],
      [3, 4],
    ]);
    expect(depends(sequence([dense({units: 2, inputShape: [3], weights: [half], useBias: false})]), x)).match(
      /but not on features 0, 1 of the input/,
    );
    tf.dispose([kernel, half]);
  });

  it("names an input that is not connected, and one that dead units cut off", () => {
    const inputs = [tf.input({shape: [3], name: "used"}), tf.input({shape: [2], name: "lost"})];
    const cut = dense({units: 1, kernelInitializer: "zeros"}).apply(inputs[1]!) as tf.SymbolicTensor;
    const kept = dense({units: 1}).apply(inputs[0]!) as tf.SymbolicTensor;
    const model = tf.model({inputs, outputs: tf.layers.add().apply([kept, cut]) as tf.SymbolicTensor});
    expect(depends(model, {used: x, lost: waves(8, 2)})).match(/but not on the input lost: /);
    const dead = sequence([
      dense({units: 4, activation: "relu", inputShape: [3], biasInitializer: tf.initializers.constant({value: -99})}),
      dense({units: 1}),
    ]);
    expect(depends(dead, x)).match(/but not on the input dense_Dense\d+_input/);
  });

  it("still tells a feature that is the same in all rows", () => {
    const constant = x.map(([a, b]) => [a!, b!, 5]);
    expect(depends(sequence([dense({units: 2, inputShape: [3]})]), constant)).equal("");
  });

  it("sees rows that are mixed: by a mean, a maximum, a shift or a softmax over the wrong axis", () => {
    const mixers: Record<string, (inputs: tf.Tensor) => tf.Tensor> = {
      mean: (inputs) => inputs.sub(inputs.mean(0, true)),
      maximum: (inputs) => inputs.div(inputs.max(0, true).abs().add(1)),
      shift: (inputs) => tf.concat([inputs.slice([1], [inputs.shape[0]! - 1]), inputs.slice([0], [1])]),
      softmax: (inputs) => inputs.transpose().softmax().transpose(),
      "the sum of signs": (inputs) => inputs.add(inputs.sign().sum(0, true)),
    };
    for (const [name, change] of Object.entries(mixers))
      expect(depends(behind(change), x), name).match(
        /^expected the output of row \d to depend on its own input alone, but .*: rows of a batch are mixed$/,
      );
    expect(
      depends(
        behind((inputs) => inputs.sub(inputs.mean(1, true))),
        x,
      ),
    ).equal("");
  });

  it("says when the outputs are not finite instead of blaming inputs", () => {
    expect(
      depends(
        sequence([dense({units: 1, inputShape: [3]})]),
        x.map((row, i) => (i === 2 ? [NaN, 1, 2] : row)),
      ),
    ).equal("expected finite outputs, got NaN or infinite ones; assertNoNaN tells where they begin");
  });

  it("wants two rows that differ", () => {
    const model = sequence([dense({units: 1, inputShape: [3]})]);
    expect(() => assertInputDependency(model, [x[0]!])).throw(RangeError, /^expected at least two rows that differ, got 1 row$/);
    expect(() => assertInputDependency(model, [x[0]!, x[0]!])).throw(RangeError, /got equal ones$/);
  });
});
