import {tf, type Case} from "../../src/index.js";
import {wrongGradient} from "../../src/model/wrong-gradient.js";
import {regressor} from "../examples.js";
import {testCheck} from "../testCheck.js";
import {ownLayer} from "./own-layer.js";
import {underLoss} from "./own-loss.js";

/** A value with a gradient that is given beside it. */
const pretended = (value: (x: tf.Tensor) => tf.Tensor, slope: (x: tf.Tensor, dy: tf.Tensor) => tf.Tensor) => (x: tf.Tensor) =>
  tf.customGrad((...args: unknown[]) => {
    const [given, save] = args as [tf.Tensor, (saved: tf.Tensor[]) => void];
    save([given]);
    return {value: value(given), gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => slope(saved[0]!, dy)};
  })(x);

const within = (name: string, call: (x: tf.Tensor, k: tf.Tensor) => tf.Tensor, weight?: number): Case => ({
  ...regressor(),
  model: () => {
    const model = tf.sequential({
      layers: [
        tf.layers.dense({units: 8, inputShape: [3], activation: "tanh"}),
        ownLayer(name, {call, weight}),
        tf.layers.dense({units: 1}),
      ],
    });
    model.compile({optimizer: "adam", loss: "meanSquaredError"});
    return model;
  },
});
const first = (name: string, call: (x: tf.Tensor, k: tf.Tensor) => tf.Tensor, weight?: number): Case => ({
  ...regressor(),
  model: () => {
    const input = tf.input({shape: [3]});
    const output = tf.layers.dense({units: 1}).apply(ownLayer(name, {call, weight}).apply(input)) as tf.SymbolicTensor;
    const model = tf.model({inputs: input, outputs: output});
    model.compile({optimizer: "adam", loss: "meanSquaredError"});
    return model;
  },
});

testCheck(wrongGradient, {
  healthy: [
    {title: "tfjs's own layers and loss", subject: () => regressor(), says: /tfjs's own/},
    {
      title: "a squared error of the user's own",
      subject: () => underLoss((y, p) => y.sub(p).square().mean()),
      says: /agree with central differences/,
    },
    {title: "an absolute error, with a kink", subject: () => underLoss((y, p) => y.sub(p).abs().mean())},
    {title: "a dead zone around the target", subject: () => underLoss((y, p) => y.sub(p).abs().sub(0.5).relu().mean())},
    {title: "a smooth layer with a weight", subject: () => within("Swish", (x, k) => x.mul(x.mul(k).sigmoid()), 1)},
    {title: "a relu of the user's own", subject: () => within("OwnRelu", (x, k) => x.mul(k).relu(), 0.7)},
    {
      title: "a customGrad that is right",
      subject: () =>
        within(
          "RightCube",
          pretended(
            (x) => x.pow(3),
            (x, dy) => dy.mul(x.square()).mul(3),
          ),
        ),
    },
    {
      title: "a straight-through estimator: steps, with a gradient in their place",
      subject: () =>
        within(
          "StraightThrough",
          pretended(
            (x) => x.sign(),
            (_, dy) => dy,
          ),
        ),
      says: /straight-through/,
    },
    {
      title: "a gradient reversal, whose value is its input",
      subject: () =>
        within(
          "Reversal",
          pretended(
            (x) => x.clone(),
            (_, dy) => dy.neg(),
          ),
        ),
      says: /unchanged/,
    },
    {
      title: "noise that is drawn at each call",
      subject: () => within("Noise", (x) => x.add(tf.randomNormal(x.shape, 0, 0.1))),
      says: /at random/,
    },
    {
      title: "a comparison of the inputs, which need no gradient",
      subject: () => first("Positive", (x, k) => x.greater(0).toFloat().mul(k), 1.5),
    },
  ],
  sick: [
    {
      title: "a factor forgotten in a customGrad",
      subject: () =>
        within(
          "HalfSquare",
          pretended(
            (x) => x.square(),
            (x, dy) => dy.mul(x),
          ),
        ),
      says: /central differences measure/,
    },
    {
      title: "a loss whose gradient has the wrong sign",
      subject: () =>
        underLoss((y, p) =>
          pretended(
            (x) => y.sub(x).square().mean(),
            (x, dy) => y.sub(x).mul(2).mul(dy),
          )(p),
        ),
    },
    {
      title: "values read out and put back: the layer before it gets nothing",
      subject: () => within("ReadOut", (x) => tf.tensor(x.dataSync(), x.shape).square()),
      says: /no gradient of \S+( \d)? reaches its input/,
    },
    {
      title: "a weight that is read out",
      subject: () => within("ReadOutWeight", (x, k) => x.mul(tf.tensor(k.dataSync())), 1),
      says: /reaches its \S+.*k/,
    },
    {
      title: "a loss that counts errors",
      subject: () => underLoss((y, p) => y.greater(0).notEqual(p.greater(0)).toFloat().mean()),
      says: /tfjs has no gradient/,
    },
    {
      title: "a softplus with the gradient of another function",
      subject: () =>
        within(
          "OddSoftplus",
          pretended(
            (x) => x.softplus(),
            (x, dy) => dy.mul(x.mul(2).sigmoid()),
          ),
        ),
    },
  ],
});
