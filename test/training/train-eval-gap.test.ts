import {tf} from "../../src/index.js";
import {trainEvalGap} from "../../src/training/train-eval-gap.js";
import {regressor} from "../examples.js";
import {testCheck} from "../testCheck.js";

type Way = (x: tf.Tensor, training: boolean) => tf.Tensor;

/** A layer of one function that knows the mode. */
class ByMode extends tf.layers.Layer {
  static className = "ByMode";
  constructor(private readonly way: Way) {
    super({});
  }
  override call(inputs: tf.Tensor | tf.Tensor[], {training}: {training?: boolean}): tf.Tensor {
    return tf.tidy(() => this.way([inputs].flat()[0]!, training ?? false));
  }
}

/** The regression by a network with something between its two layers. */
const between = (make: () => tf.layers.Layer) => ({
  ...regressor({rows: 160, epochs: 20}),
  model: () => {
    const model = tf.sequential();
    model.add(tf.layers.dense({units: 16, activation: "relu", inputShape: [3]}));
    model.add(make());
    model.add(tf.layers.dense({units: 1}));
    model.compile({optimizer: tf.train.adam(0.02), loss: "meanSquaredError"});
    return model;
  },
});

const mode = (way: Way) => between(() => new ByMode(way));

testCheck(trainEvalGap, {
  healthy: [
    {title: "the same in both modes", subject: () => regressor({rows: 120})},
    {title: "dropout, which makes training the dearer mode", subject: () => between(() => tf.layers.dropout({rate: 0.5}))},
    {title: "noise in training alone", subject: () => between(() => tf.layers.gaussianNoise({stddev: 0.5}))},
    {
      title: "batch normalisation, which another check looks at",
      subject: () => between(() => tf.layers.batchNormalization()),
      says: /see stale-statistics/,
    },
    {title: "a layer of one's own that tells the modes apart a little", subject: () => mode((x, training) => x.mul(training ? 1 : 0.98))},
  ],
  sick: [
    {
      title: "a layer that lets a twentieth through in inference mode",
      subject: () => mode((x, training) => x.mul(training ? 1 : 0.05)),
      says: /in training mode and .* in inference mode, \d+ % of a constant answer's apart/,
    },
    {
      title: "noise in both modes",
      subject: () => mode((x) => x.add(tf.randomNormal(x.shape, 0, 0.05))),
      verdicts: ["warn"],
      says: /two passes over the same rows in inference mode differ/,
    },
  ],
});
