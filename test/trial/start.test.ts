import {expect} from "chai";
import {tf} from "../../src/index.js";
import {deviation, extent, mean} from "../../src/math/stats.js";
import {startByTheBook} from "../../src/trial/start.js";

describe("startByTheBook", () => {
  const start = (layers: tf.layers.Layer[], seed = 1): Float32Array[] => {
    const model = tf.sequential({layers});
    startByTheBook(model, {seed});
    const values = model.getWeights().map((weight) => weight.dataSync() as Float32Array);
    model.dispose();
    return values;
  };
  const dense = () => [tf.layers.dense({units: 100, inputShape: [60], kernelInitializer: "ones", biasInitializer: "ones"})];

  it("draws kernels from Glorot's uniform distribution, whatever the initialiser", () => {
    const [kernel] = start(dense());
    const limit = Math.sqrt(6 / (60 + 100));
    const [low, high] = extent(kernel!);
    expect(low)
      .greaterThan(-limit)
      .lessThan(-0.99 * limit);
    expect(high)
      .lessThan(limit)
      .greaterThan(0.99 * limit);
    expect(mean(kernel!)).closeTo(0, (4 * limit) / Math.sqrt(3 * 6000));
    expect(deviation(kernel!)).closeTo(limit / Math.sqrt(3), 0.02 * limit);
  });

  it("counts the positions of a convolution", () => {
    const [kernel] = start([tf.layers.conv2d({filters: 16, kernelSize: 3, inputShape: [8, 8, 4]})]);
    expect(deviation(kernel!)).closeTo(Math.sqrt(2 / (9 * 4 + 9 * 16)), 0.01);
  });

  it("sets biases to 0, scales and variances to 1", () => {
    expect([...start(dense())[1]!].every((value) => value === 0)).equal(true);
    const [gamma, beta, average, variance] = start([tf.layers.batchNormalization({inputShape: [3]})]).map((values) => [...values]);
    expect({gamma, beta, average, variance}).deep.equal({gamma: [1, 1, 1], beta: [0, 0, 0], average: [0, 0, 0], variance: [1, 1, 1]});
  });

  it("draws the same for the same seed, others for another", () => {
    expect(start(dense(), 7)).deep.equal(start(dense(), 7));
    expect(start(dense(), 7)).not.deep.equal(start(dense(), 8));
  });

  it("leaks no tensor", () => {
    const model = tf.sequential({layers: dense()});
    const before = tf.memory().numTensors;
    startByTheBook(model, {seed: 1});
    expect(tf.memory().numTensors).equal(before);
    model.dispose();
  });
});
