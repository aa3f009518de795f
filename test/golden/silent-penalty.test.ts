import {tf, type Case} from "../../src/index.js";
import {silentPenalty} from "../../src/golden/silent-penalty.js";
import {stack} from "../networks.js";
import {testCheck} from "../testCheck.js";

const l2 = (strength: number) => tf.regularizers.l2({l2: strength});
const rows = {x: [[1, 2, 3]], y: [[1]]};

testCheck(silentPenalty, {
  healthy: [
    {title: "no penalty", subject: () => ({model: stack(), train: rows}), says: /^no layer declares/},
    {
      title: "penalties on dense kernels and on biases that are still zero",
      subject: () => ({model: stack({each: {kernelRegularizer: l2(0.01), biasRegularizer: l2(0.01)}}), train: rows}),
      says: /^the loss rises with all 2 weight penalties$/,
    },
    {
      title: "one penalty that several layers share",
      subject: () => {
        const shared = l2(0.001);
        return {model: stack({hidden: [4, 4], each: {kernelRegularizer: shared}}), train: rows};
      },
    },
    {
      title: "a model inside another one",
      subject: () => ({
        model: () => {
          const inner = tf.sequential({layers: [tf.layers.dense({units: 2, inputShape: [3], kernelRegularizer: l2(0.1)})]});
          const made = tf.sequential({layers: [inner as unknown as tf.layers.Layer, tf.layers.dense({units: 1})]});
          made.compile({optimizer: "sgd", loss: "meanSquaredError"});
          return made;
        },
        train: rows,
      }),
    },
    {
      title: "a penalty inside a layer over time",
      subject: () =>
        series([
          tf.layers.timeDistributed({layer: tf.layers.dense({units: 2, kernelRegularizer: l2(0.1)}), inputShape: [4, 2]}),
          tf.layers.flatten(),
        ]),
    },
  ],
  sick: [
    {
      title: "a negative strength",
      subject: () => ({model: stack({each: {kernelRegularizer: l2(-0.01)}}), train: rows}),
      says: /^at ten times its strength the penalty on the kernel of dense 1 changes the loss by -\d/,
    },
    {
      title: "a recurrent layer, whose penalty tfjs leaves out",
      subject: () => series([tf.layers.lstm({units: 2, inputShape: [4, 2], kernelRegularizer: l2(0.1)})]),
      says: /^at ten times its strength the penalty on the kernel of lstm 1 changes the loss by 0; a rise is expected$/,
    },
    {
      title: "a bidirectional layer",
      subject: () =>
        series([
          tf.layers.bidirectional({
            layer: tf.layers.gru({units: 2, kernelRegularizer: l2(0.1)}) as unknown as tf.RNN,
            mergeMode: "concat",
            inputShape: [4, 2],
          } as Parameters<typeof tf.layers.bidirectional>[0]),
        ]),
      says: /the penalty on the kernel of bidirectional 1 changes the loss by 0; a rise is expected, and 1 other penalty is like it$/,
    },
  ],
});

function series(layers: readonly tf.layers.Layer[]): Partial<Case> {
  const model = () => {
    const made = tf.sequential({layers: [...layers.map(again), tf.layers.dense({units: 1})]});
    made.compile({optimizer: "sgd", loss: "meanSquaredError"});
    return made;
  };
  return {
    model,
    train: {
      x: [
        [
          [1, 2],
          [3, 4],
          [5, 6],
          [7, 8],
        ],
      ],
      y: [[1]],
    },
  };
}

/** A fresh layer of the same options. */
const again = (layer: tf.layers.Layer): tf.layers.Layer => {
  const make = layer.constructor as unknown as {fromConfig(cls: unknown, config: unknown): tf.layers.Layer};
  return make.fromConfig(make, layer.getConfig());
};
