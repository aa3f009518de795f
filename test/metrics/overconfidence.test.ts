import {expect} from "chai";
import {tf, type Case} from "../../src/index.js";
import {random} from "../../src/math/random.js";
import {calibrationError, calibrationTest, reliability} from "../../src/metrics/calibration.js";
import {overconfidence} from "../../src/metrics/overconfidence.js";
import {classifier, normal, regressor} from "../examples.js";
import {testCheck} from "../testCheck.js";

/** Labels drawn with the probability sigmoid(x), and a network that answers sigmoid(heat · x): calibrated at 1. */
function heated(heat: number, rows = 400): Partial<Case> {
  const draw = random(31);
  const x = Array.from({length: rows}, () => [1.2 * normal(draw)]);
  const y = x.map(([value]) => [Number(draw() < 1 / (1 + Math.exp(-value!)))]);
  const build = () => {
    const model = tf.sequential({layers: [tf.layers.dense({units: 1, activation: "sigmoid", inputShape: [1]})]});
    model.compile({optimizer: "sgd", loss: "binaryCrossentropy"});
    return model;
  };
  const trained = build();
  const weights = [tf.tensor2d([[heat]]), tf.tensor1d([0])];
  trained.setWeights(weights);
  tf.dispose(weights);
  return {model: build, trained, train: {x, y}, test: {x, y}, fit: {epochs: 1}};
}

testCheck(overconfidence, {
  healthy: [
    {
      title: "a network that is as sure as it is right",
      subject: () => heated(1),
      says: /its calibration error is 0\.0\d+, a calibrated one's 0\.0\d+/,
    },
    {title: "separated clusters", subject: () => classifier({rows: 400})},
    {title: "numbers", subject: () => regressor(), verdicts: ["skip"]},
    {title: "few rows", subject: () => heated(20, 30), verdicts: ["unsure"], says: /50 would/},
    {title: "a network that is less sure than it is right", subject: () => heated(0.2)},
  ],
  sick: [
    {
      title: "twenty times the logits that the labels were drawn with",
      subject: () => heated(20),
      says: /its crossentropy is [1-9]\.\d+, that of the bare class frequencies 0\.6/,
    },
    {
      title: "three times the logits, which still beat the bare frequencies or cost little more",
      subject: () => heated(3.5),
      verdicts: ["warn", "fail"],
    },
  ],
});

describe("calibration", () => {
  it("measures the distance from the diagonal", () => {
    const made = {sure: Float64Array.from([0.6, 0.6, 0.9, 0.9]), right: Uint8Array.from([1, 0, 1, 1])};
    expect(calibrationError(reliability(made, {bins: 2}))).closeTo((0.1 + 0.1) / 2, 1e-12);
  });

  it("tells calibrated networks from others", () => {
    const draw = random(3);
    const sure = Float64Array.from({length: 300}, () => 0.5 + 0.5 * draw());
    const right = (shift: number) => Uint8Array.from(sure, (p) => Number(draw() < p - shift));
    expect(calibrationTest({sure, right: right(0)}, {seed: 1}).p).greaterThan(0.005);
    expect(calibrationTest({sure, right: right(0.2)}, {seed: 1}).p).equal(1 / 2000);
  });
});
