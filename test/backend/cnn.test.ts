import * as tf from "@tensorflow/tfjs";
import {expect} from "chai";
import {seeded} from "../../src/math/random.js";
import {on} from "./both.js";

describe("a small CNN on wasm", function () {
  this.timeout(60_000);

  it("learns which half of an image is bright, and leaves memory as it was", async () => {
    const {accuracy, losses} = await on("wasm", () => seeded(1, learn));
    expect(losses.at(-1)).below(losses[0]! / 2);
    expect(accuracy).least(0.95);
  });
});

async function learn(): Promise<{accuracy: number; losses: number[]}> {
  const {layers} = tf;
  const model = tf.sequential({
    layers: [
      layers.conv2d({inputShape: [8, 8, 1], filters: 4, kernelSize: 3, activation: "relu"}),
      layers.maxPooling2d({poolSize: 2}),
      layers.flatten(),
      layers.dense({units: 1, activation: "sigmoid"}),
    ],
  });
  const optimizer = tf.train.adam(0.02);
  model.compile({optimizer, loss: "binaryCrossentropy", metrics: ["accuracy"]});
  const y = tf.tensor2d(Array.from({length: 96}, (_, i) => [i % 2]));
  const x = tf.tidy(() => {
    const left = tf.concat([tf.ones([1, 8, 4, 1]), tf.zeros([1, 8, 4, 1])], 2);
    const bright = y.reshape([96, 1, 1, 1]);
    return left
      .mul(bright)
      .add(left.reverse(2).mul(tf.sub(1, bright)))
      .add(tf.randomNormal([96, 8, 8, 1], 0, 0.5, "float32", 3));
  });
  const {history} = await model.fit(x, y, {epochs: 12, batchSize: 16, verbose: 0});
  tf.dispose([x, y]);
  model.dispose();
  optimizer.dispose();
  return {accuracy: history.acc!.at(-1) as number, losses: history.loss as number[]};
}
