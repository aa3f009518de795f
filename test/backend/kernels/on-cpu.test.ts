import * as tf from "@tensorflow/tfjs";
import {expect} from "chai";
import {on} from "../both.js";

const volume = [2, 3, 4, 3, 2];
const filterShape = [2, 2, 2, 2, 3];

/** Functions that are linear in what they are differentiated by, where a difference of any step is exact, and max pooling of values far apart. */
const linear: Readonly<Record<string, {shape: number[]; apply: (x: tf.Tensor) => tf.Tensor}>> = {
  "conv3d by its input": {shape: volume, apply: (x) => tf.conv3d(x as tf.Tensor5D, noise(filterShape, 2) as tf.Tensor5D, 1, "valid")},
  "conv3d by its input, strides": {
    shape: volume,
    apply: (x) => tf.conv3d(x as tf.Tensor5D, noise(filterShape, 2) as tf.Tensor5D, 2, "same"),
  },
  "conv3d by its filter": {shape: filterShape, apply: (f) => tf.conv3d(noise(volume, 2) as tf.Tensor5D, f as tf.Tensor5D, 1, "same")},
  "conv3d by its filter, strides": {
    shape: filterShape,
    apply: (f) => tf.conv3d(noise(volume, 2) as tf.Tensor5D, f as tf.Tensor5D, 2, "same"),
  },
  "maxPool3d of negative values": {
    shape: [1, 2, 2, 2, 2],
    apply: (x) => tf.maxPool3d(x.sub(tf.range(20, 180, 10).reshape([1, 2, 2, 2, 2])) as tf.Tensor5D, 2, 1, "valid"),
  },
};

describe("onCpu", function () {
  this.timeout(60_000);
  for (const [name, {shape, apply}] of Object.entries(linear)) {
    it(`the gradient of ${name} is the difference`, () =>
      on("wasm", () => {
        tf.tidy(() => void expect(error(shape, apply)).most(1e-3));
      }));
  }
});

function error(shape: number[], apply: (x: tf.Tensor) => tf.Tensor): number {
  const start = noise(shape, 1);
  const score = (x: tf.Tensor) =>
    apply(x)
      .mul(noise(apply(start).shape, 3))
      .sum();
  const gradient = tf.grad(score)(start).dataSync();
  const size = tf.util.sizeFromShape(shape);
  const differences = Array.from(
    {length: size},
    (_, i) =>
      score(start.add(tf.oneHot(i, size).reshape(shape)))
        .sub(score(start))
        .dataSync()[0]!,
  );
  return Math.max(...differences.map((difference, i) => Math.abs(difference - gradient[i]!)));
}

const noise = (shape: number[], seed: number): tf.Tensor => tf.randomNormal(shape, 0, 1, "float32", seed);
