import {trainingErrors} from "../../src/errors/known/training.js";
import {tf} from "../../src/index.js";
import {double, ones, provokes, small, stacked} from "./provoke.js";

const x = () => ones(8, 4);
const y = () => ones(8, 3);
const {layers} = tf;
const compile = (options: object) => small({compiled: false}).compile(options as tf.ModelCompileArgs);
const minimise = (loss: (variable: tf.Variable) => tf.Tensor) => {
  const variable = tf.variable(ones(2));
  return tf.train.sgd(0.1).minimize(() => loss(variable) as tf.Scalar);
};

describe("errors of training", () => {
  provokes(trainingErrors, {
    provoked: {
      "a model that is not compiled": () => small({compiled: false}).fit(x(), y()),
      "fit while another fit of the model runs": async () => {
        const model = small();
        const first = model.fit(x(), y(), {epochs: 2});
        try {
          await model.fit(x(), y());
        } finally {
          await first;
        }
      },
      "a loss that tfjs does not have": () => small({loss: "crossEntropy"}),
      "an optimizer that tfjs does not have": () => small({optimizer: "adamw"}),
      "a metric that tfjs does not have": () => small({metrics: ["f1"]}),
      "an optimizer that is none of this tfjs": () => small({optimizer: {learningRate: 0.1}}),
      "a loss for an output that there is not": () => compile({optimizer: "sgd", loss: {wrong: "meanSquaredError"}}),
      "no loss, or another number of losses than outputs": () => compile({optimizer: "sgd", loss: ["hinge", "hinge"]}),
      "an output without a loss": () => double({loss: {one: "meanSquaredError"}}).fit([ones(2, 2), ones(2, 2)], [ones(2, 1), ones(2, 1)]),
      "metrics that are neither names nor functions": () => compile({optimizer: "sgd", loss: "hinge", metrics: 5}),
      "restoreBestWeights, which tfjs does not have": () => tf.callbacks.earlyStopping({restoreBestWeights: true}),
      "early stopping on something that is not measured": () =>
        small().fit(x(), y(), {callbacks: tf.callbacks.earlyStopping({monitor: "val_loss", patience: 1})}),
      "onYield of a fit that never yields": () => small().fit(x(), y(), {yieldEvery: "never", callbacks: {onYield() {}}}),
      "training a dilated convolution, which tfjs cannot": () =>
        stacked(
          layers.conv2d({filters: 2, kernelSize: 2, dilationRate: 2, inputShape: [6, 6, 1]}),
          layers.flatten(),
          layers.dense({units: 1}),
        ).fit(ones(2, 6, 6, 1), ones(2, 1)),
      "training through einsum, which tfjs cannot": () => tf.grad((value: tf.Tensor) => tf.einsum("i,i->", value, ones(3)))(ones(3)),
      "training conv3dTranspose, which tfjs cannot": () =>
        stacked(
          (layers as unknown as Transposed).conv3dTranspose({filters: 1, kernelSize: 2, inputShape: [3, 3, 3, 1]}),
          layers.flatten(),
          layers.dense({units: 1}),
        ).fit(ones(2, 3, 3, 3, 1), ones(2, 1)),
      "training through a comparison": () =>
        stacked(layers.dense({units: 2, inputShape: [4]}), layers.thresholdedReLU(), layers.dense({units: 1})).fit(x(), ones(8, 1)),
      "an operation without a gradient between loss and weights": () =>
        tf.grad((value: tf.Tensor) => tf.topk(value, 1).values.sum())(ones(3)),
      "nothing that can be trained": () => {
        const model = small();
        model.layers[0]!.trainable = false;
        model.compile({optimizer: "sgd", loss: "meanSquaredError"});
        return model.fit(x(), y());
      },
      "a loss that does not depend on the weights": () =>
        small({loss: (_: tf.Tensor, predicted: tf.Tensor) => tf.tensor(predicted.dataSync())}).fit(x(), y()),
      "a function whose result does not depend on x": () => tf.grad(() => tf.scalar(1))(ones(2)),
      "a loss that is not one number": () => minimise((variable) => variable.mul(2)),
      "an operation whose gradient has another shape or type": () =>
        tf.grad(
          tf.customGrad((value) => ({value: (value as tf.Tensor).square(), gradFunc: () => ones(5)})) as (value: tf.Tensor) => tf.Tensor,
        )(ones(3)),
      "an async function where tfjs wants a tensor": () =>
        small({loss: async (_: tf.Tensor, predicted: tf.Tensor) => predicted.mean()}).fit(x(), y()),
      "rmsprop without a learning rate": () => tf.train.rmsprop(undefined as never),
    },
  });
});

interface Transposed {
  conv3dTranspose(options: object): tf.layers.Layer;
}
