import {tf} from "../../src/index.js";
import {overRegularised} from "../../src/training/over-regularised.js";
import {classifier, regressor} from "../examples.js";
import {stack} from "../networks.js";
import {testCheck} from "../testCheck.js";

const penalised = (l2: number) => ({
  ...regressor(),
  model: stack({each: {kernelRegularizer: tf.regularizers.l2({l2})}, last: {kernelRegularizer: tf.regularizers.l2({l2})}}),
});

testCheck(overRegularised, {
  healthy: [
    {title: "no penalty", subject: () => classifier(), says: /no layer has dropout, noise or a weight penalty/},
    {title: "a light penalty", subject: () => penalised(1e-4), says: /they do no harm/},
    {
      title: "a dropout of two thirds that does no harm is a warning",
      subject: () => ({
        ...classifier(),
        model: () => {
          const layers = [
            tf.layers.dense({units: 64, activation: "relu", inputShape: [4]}),
            tf.layers.dropout({rate: 2 / 3}),
            tf.layers.dense({units: 3, activation: "softmax"}),
          ];
          const model = tf.sequential({layers});
          model.compile({optimizer: tf.train.adam(0.01), loss: "categoricalCrossentropy"});
          return model;
        },
      }),
      verdicts: ["warn"],
      says: /drops 67 % of its input/,
    },
    {
      title: "a penalty that is most of the first loss and does no harm is a warning",
      subject: () => ({
        ...classifier(),
        model: () => {
          const penalty = tf.regularizers.l2({l2: 0.01});
          const layers = [
            tf.layers.dense({
              units: 256,
              activation: "relu",
              kernelRegularizer: penalty,
              kernelInitializer: tf.initializers.randomNormal({stddev: 0.5}),
              inputShape: [4],
            }),
            tf.layers.dense({units: 3, activation: "softmax"}),
          ];
          const model = tf.sequential({layers});
          model.compile({optimizer: tf.train.adam(0.02), loss: "categoricalCrossentropy"});
          return model;
        },
      }),
      verdicts: ["warn"],
      says: /of the first loss/,
    },
  ],
  sick: [{title: "a heavy penalty", subject: () => penalised(1), says: /without the penalty on/}],
});
