import {tf, type Case} from "../../src/index.js";
import {ignoredInput} from "../../src/model/ignored-input.js";
import {classifier, regressor, rowsIn} from "../examples.js";
import {stack} from "../networks.js";
import {testCheck} from "../testCheck.js";
import {dense, withLayers} from "./layers.js";
import {ownLayer} from "./own-layer.js";

const masked = (name: string, mask: number[]): Case =>
  withLayers(() => [ownLayer(name, {call: (x) => x.mul(tf.tensor(mask))}), dense(8, "relu"), dense(3, "softmax")]);

/** Two inputs; what comes of the second is `joined` to the first. */
const two = (name: string, join: (x: tf.Tensor) => tf.Tensor): Case => {
  const {x, y} = rowsIn(regressor());
  return {
    model: () => {
      const [a, b] = [tf.input({shape: [2], name: "place"}), tf.input({shape: [1], name: "weather"})];
      const cut = ownLayer(name, {call: join}).apply(b) as tf.SymbolicTensor;
      const joined = tf.layers.concatenate().apply([a, cut]) as tf.SymbolicTensor;
      const hidden = tf.layers.dense({units: 8, activation: "relu"}).apply(joined) as tf.SymbolicTensor;
      const model = tf.model({inputs: [a, b], outputs: tf.layers.dense({units: 1}).apply(hidden) as tf.SymbolicTensor});
      model.compile({optimizer: "adam", loss: "meanSquaredError"});
      return model;
    },
    train: {x: {place: x.map((row) => row.slice(0, 2)), weather: x.map((row) => row.slice(2))}, y},
  };
};
const tokens = (...between: tf.layers.Layer[]): Case => ({
  model: () => {
    const model = tf.sequential({
      layers: [
        tf.layers.embedding({inputDim: 9, outputDim: 4, inputLength: 5}),
        ...between,
        tf.layers.flatten(),
        tf.layers.dense({units: 1, activation: "sigmoid"}),
      ],
    });
    model.compile({optimizer: "adam", loss: "binaryCrossentropy"});
    return model;
  },
  train: {
    x: Array.from({length: 60}, (_, i) => [0, 1, 2, 3, 4].map((t) => (i * (t + 2)) % 9)),
    y: Array.from({length: 60}, (_, i) => [i % 2]),
  },
});

testCheck(ignoredInput, {
  healthy: [
    {title: "a classifier", subject: () => classifier()},
    {title: "a regression", subject: () => regressor()},
    {title: "a deep relu network", subject: () => ({...regressor(), model: stack({hidden: Array.from({length: 8}, () => 16)})})},
    {
      title: "an output that starts at zero",
      subject: () => ({...regressor(), model: stack({last: {kernelInitializer: "zeros"}})}),
      says: /does after 20 steps/,
    },
    {title: "token ids, which have no gradient", subject: () => tokens()},
    {title: "two inputs", subject: () => two("Through", (x) => x.mul(2)), says: /all 2 inputs change/},
    {
      title: "a feature that never varies",
      subject: () => {
        const subject = masked("MaskConstant", [1, 1, 1, 0]);
        const {x, y} = rowsIn(subject);
        return {...subject, train: {x: x.map((row) => [...row.slice(0, 3), 7]), y}};
      },
    },
    {
      title: "an image whose edge a pooling drops",
      subject: () => ({
        model: () => {
          const model = tf.sequential({
            layers: [tf.layers.maxPooling2d({poolSize: 2, inputShape: [5, 5, 1]}), tf.layers.flatten(), tf.layers.dense({units: 1})],
          });
          model.compile({optimizer: "adam", loss: "meanSquaredError"});
          return model;
        },
        train: {
          x: Array.from({length: 40}, (_, i) =>
            Array.from({length: 5}, (_, r) => Array.from({length: 5}, (_, c) => [Math.sin(i + r * c)])),
          ),
          y: Array.from({length: 40}, (_, i) => [Math.sin(i)]),
        },
      }),
    },
  ],
  sick: [
    {
      title: "everything multiplied by zero",
      subject: () => masked("MaskAll", [0, 0, 0, 0]),
      says: /no answer to 64 rows depends on the inputs/,
    },
    {title: "softmax over one unit", subject: () => classifier({units: 1, classes: 2, loss: "binaryCrossentropy"})},
    {
      title: "relu layers that are dead from the start: dead-units decides",
      subject: () => ({...regressor(), model: stack({each: {biasInitializer: tf.initializers.constant({value: -100})}})}),
      verdicts: ["unsure"],
      says: /all 16 units of dense( 1)? are silent/,
    },
    {
      title: "a softmax that raw inputs saturate: unscaled-inputs decides",
      subject: () => {
        const subject = classifier();
        const {x, y} = rowsIn(subject);
        return {...subject, train: {x: x.map((row) => [1e7 + row[0]!, ...row.slice(1)]), y}};
      },
      verdicts: ["unsure"],
      says: /saturate/,
    },
    {title: "one of two inputs cut off", subject: () => two("Cut", (x) => x.mul(0)), says: /^weather changes no answer/},
    {
      title: "two of four features cut off are a warning",
      subject: () => masked("MaskTwo", [1, 0, 1, 0]),
      verdicts: ["warn"],
      says: /2 components \(x2, x4; 50 % of a row\)/,
    },
    {
      title: "token ids behind a zero",
      subject: () => tokens(ownLayer("Forget", {call: (x) => x.mul(0)})),
    },
  ],
});
