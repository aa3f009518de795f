import {tf, type Case} from "../../src/index.js";
import {wrongImageLayout} from "../../src/data/wrong-image-layout.js";
import {random} from "../../src/math/random.js";
import {classifier, normal} from "../examples.js";
import {laidOut} from "../../scripts/proof/layouts/pictures.js";
import {testCheck} from "../testCheck.js";

/** A small convolutional network over given rows. */
function convolution(x: {values: Float32Array; shape: number[]}, {reshape}: {reshape?: number[]} = {}): Case {
  const shape = x.shape.slice(1);
  return {
    model: () => {
      const first = reshape ? [tf.layers.reshape({targetShape: reshape, inputShape: shape})] : [];
      const model = tf.sequential({
        layers: [
          ...first,
          tf.layers.conv2d({filters: 4, kernelSize: 3, padding: "same", ...(reshape ? {} : {inputShape: shape})}),
          tf.layers.flatten(),
          tf.layers.dense({units: 1}),
        ],
      });
      model.compile({optimizer: "adam", loss: "meanSquaredError"});
      return model;
    },
    train: {x, y: Array.from({length: x.shape[0]!}, (_, i) => [Math.sin(i)])},
  };
}

const noise = (shape: number[]): {values: Float32Array; shape: number[]} => {
  const draw = random(6);
  return {values: Float32Array.from({length: shape.reduce((a, b) => a * b, 1)}, () => normal(draw)), shape};
};
const planes = () => {
  const draw = random(8);
  return {values: Float32Array.from({length: 60 * 8 * 8 * 12}, () => Number(draw() < 0.04)), shape: [60, 8, 8, 12]};
};

testCheck(wrongImageLayout, {
  healthy: [
    {title: "no pictures", subject: () => classifier(), says: /no convolution/},
    {title: "channels last", subject: () => convolution(laidOut({}, {order: "channels last", shape: [16, 16, 3]}))},
    {title: "grey pictures", subject: () => convolution(laidOut({channels: 1}, {order: "channels last", shape: [16, 16, 1]}))},
    {
      title: "grey pictures, given three times",
      subject: () => convolution(laidOut({own: 0, noise: 0}, {order: "channels last", shape: [16, 16, 3]})),
    },
    {
      title: "pictures that are not square",
      subject: () => convolution(laidOut({height: 12, width: 20}, {order: "channels last", shape: [12, 20, 3]})),
    },
    {title: "rough pictures", subject: () => convolution(laidOut({fall: 0.5, noise: 0.5}, {order: "channels last", shape: [16, 16, 3]}))},
    {
      title: "flat rows that a reshape lays out",
      subject: () => convolution(laidOut({}, {order: "channels last", shape: [768]}), {reshape: [16, 16, 3]}),
    },
    {title: "noise", subject: () => convolution(noise([40, 12, 12, 3]))},
    {title: "planes of pieces on a board", subject: () => convolution(planes())},
    {
      title: "twenty smooth bands",
      subject: () => convolution(laidOut({channels: 20, own: 0.1}, {order: "channels last", shape: [16, 16, 20]})),
    },
    {
      title: "three pictures",
      subject: () => convolution(laidOut({count: 3, height: 6, width: 6}, {order: "channels first", shape: [6, 6, 3]})),
    },
  ],
  sick: [
    {
      title: "channels first, reshaped to channels last",
      subject: () => convolution(laidOut({}, {order: "channels first", shape: [16, 16, 3]})),
      says: /read as \[3, 16, 16\], channels first by/,
    },
    {
      title: "the same by a layer",
      subject: () => convolution(laidOut({}, {order: "channels first", shape: [768]}), {reshape: [16, 16, 3]}),
    },
    {title: "channels first as they are", subject: () => convolution(laidOut({}, {order: "channels first", shape: [3, 16, 16]}))},
    {title: "one channel first", subject: () => convolution(laidOut({channels: 1}, {order: "channels first", shape: [1, 16, 16]}))},
    {
      title: "rows and columns exchanged",
      subject: () => convolution(laidOut({height: 12, width: 20, channels: 1}, {order: "columns first", shape: [12, 20, 1]})),
      says: /read as \[20, 12, 1\]/,
    },
  ],
});
