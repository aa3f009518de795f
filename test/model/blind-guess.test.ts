import {expect} from "chai";
import type {OutputFacts, Split} from "../../src/check.js";
import {blindGuess} from "../../src/model/blind-guess.js";
import {pair} from "../../src/model/coding.js";
import type {Network} from "../../src/check.js";

const guess = (loss: string, targets: number[][]) => {
  const width = targets[0]!.length;
  const output: OutputFacts = {name: "out", layer: "out", units: width, shape: [width], activations: [], loss, fromLogits: false};
  const y = [{name: "out", shape: [width], size: width, values: Float32Array.from(targets.flat()), names: []}];
  return blindGuess(pair({outputs: [output]} as unknown as Network, {rows: targets.length, given: targets.length, x: [], y} as Split)[0]!);
};

describe("blindGuess", () => {
  it("is ln 4 for four equal classes, one-hot or numbered", () => {
    const labels = [0, 1, 2, 3];
    expect(
      guess(
        "categoricalCrossentropy",
        labels.map((label) => labels.map((j) => Number(j === label))),
      ),
    ).closeTo(Math.log(4), 1e-6);
    expect(
      guess(
        "sparseCategoricalCrossentropy",
        labels.map((label) => [label]),
      ),
    ).closeTo(Math.log(4), 1e-6);
  });

  it("is the entropy of one in four for yes and no", () =>
    expect(guess("binaryCrossentropy", [[1], [0], [0], [0]])).closeTo(-0.25 * Math.log(0.25) - 0.75 * Math.log(0.75), 1e-6));
  it("is the variance for squared errors", () => expect(guess("meanSquaredError", [[1], [2], [3], [6]])).closeTo(3.5, 1e-6));
  it("is the mean distance from the median for absolute errors", () =>
    expect(guess("meanAbsoluteError", [[1], [2], [3], [6]])).closeTo(1.5, 1e-6));
  it("is the mean over several outputs", () =>
    expect(
      guess("meanSquaredError", [
        [0, 0],
        [2, 4],
      ]),
    ).closeTo(2.5, 1e-6));
  it("is unknown for labels that are no probabilities, and for a loss of one's own", () => {
    expect(guess("binaryCrossentropy", [[-1], [1]])).equal(undefined);
    expect(guess("custom", [[1]])).equal(undefined);
  });
});
