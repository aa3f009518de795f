import {expect} from "chai";
import {assertOutputRange, tf} from "../../../src/index.js";
import {sequence, verdictOf, waves} from "./unharmed.js";

const {dense} = tf.layers;
const x = waves(6, 3);
const range = (model: tf.LayersModel, bounds: {min?: number; max?: number}, rows: Parameters<typeof assertOutputRange>[1] = x) =>
  verdictOf(model, () => assertOutputRange(model, rows, bounds));
const ended = (activation: "tanh" | "sigmoid" | "softmax" | "linear", scale = 1) =>
  sequence([dense({units: 4, activation, inputShape: [3], kernelInitializer: tf.initializers.randomNormal({stddev: scale, seed: 3})})]);

describe("assertOutputRange", () => {
  it("knows that tanh reaches from -1 to 1, not from 0 to 1", () => {
    expect(range(ended("tanh"), {min: -1, max: 1})).equal("");
    expect(range(ended("tanh"), {min: 0, max: 1})).match(
      /^expected the output dense_Dense\d+ within 0 to 1, but \d+ values of 24 are not: first -0\.\d+ in row \d, unit \d; finite values lie from -0\.\d+ to 0\.\d+$/,
    );
  });

  it("lets saturated units lie on the ends, where float32 puts them", () => {
    expect(range(ended("tanh", 1e4), {min: -1, max: 1})).equal("");
    expect(range(ended("sigmoid", 1e4), {min: 0, max: 1})).equal("");
    expect(range(ended("softmax", 1e4), {min: 0, max: 1})).equal("");
  });

  it("counts what lies outside and shows the first", () => {
    const model = sequence([dense({units: 2, inputShape: [1], useBias: false, weights: [tf.tensor2d([[1, 2]])]})]);
    expect(range(model, {max: 5}, [[1], [2], [3]])).match(
      /within -Infinity to 5, but 1 value of 6 is not: first 6 in row 2, unit 1; finite values lie from 1 to 6$/,
    );
    expect(range(model, {min: 3}, {values: [1, 2, 3], shape: [3, 1]})).match(/but 3 values of 6 are not: first 1 in row 0, unit 0/);
    expect(range(model, {min: 1, max: 6}, [[1], [2], [3]])).equal("");
  });

  it("refuses a single NaN or infinity among good numbers", () => {
    const model = ended("linear");
    const rows = (value: number) => x.map((row, i) => (i === 4 ? [value, 0, 0] : row));
    expect(range(model, {min: -1e9, max: 1e9}, rows(NaN))).match(/but 4 values of 24 are not: first NaN in row 4, unit 0/);
    expect(range(model, {min: -1e9}, rows(Infinity))).match(/in row 4/);
  });

  it("predicts with a model that is not compiled, and refuses bounds and inputs that are none", () => {
    const model = tf.sequential({layers: [dense({units: 1, activation: "sigmoid", inputShape: [3]})]});
    expect(range(model, {min: 0, max: 1})).equal("");
    expect(() => assertOutputRange(model, x, {})).throw(
      RangeError,
      /^expected a range \{min, max\} with min at most max, got -Infinity to Infinity$/,
    );
    expect(() => assertOutputRange(model, x, {min: 2, max: 1})).throw(RangeError, "got 2 to 1");
    expect(() => assertOutputRange(model, waves(6, 2), {min: 0})).throw(
      RangeError,
      /^expected x of shape \[n, 3\] for the input dense_Dense\d+_input, got \[6, 2\]$/,
    );
  });
});
