import {expect} from "chai";
import type {Cure} from "../../src/index.js";
import {savedCase} from "./saved-case.js";

describe("ddx treat", function () {
  this.timeout(120_000);
  const {run} = savedCase({activation: "softmax", target: (a, b) => Number(a + b > 0)});

  const treat = (...more: string[]) => {
    const words = [
      "treat",
      "model.json",
      "train.csv",
      "--target",
      "y",
      "--loss",
      "binaryCrossentropy",
      "--learning-rate",
      "0.01",
      "--epochs",
      "20",
    ];
    return run(...words, ...more);
  };

  it("says what helps, with the code to write", async () => {
    const {code, out} = await treat("--budget", "10");
    expect(out)
      .match(/^\d of \d treatments? helped: skill 0 → (0\.[89]\d*|1)\n/)
      .and.contain("1. softmax-on-single-unit  ✓ cured\n");
    expect(out).contain('   tf.layers.dense({units: 1, activation: "sigmoid"})\n');
    expect(code).equal(0);
    // A topology that was saved without weights starts from the same ones with the same seed.
    expect((await treat("--budget", "10")).out).equal(out);
  });

  it("gives JSON, and fails when what is asked for does not help", async () => {
    const {code, out} = await treat("--budget", "10", "--json", "--only", "no-signal");
    const {treatments, suspects} = JSON.parse(out) as Cure;
    expect([code, treatments, suspects[0]!.name]).deep.equal([1, [], "softmax-on-single-unit"]);
  });

  it("refuses what it does not know in one line", async () => {
    for (const [words, says] of [
      [["--only", "softmax"], /did you mean softmax-on-single-unit\?/],
      [["--budget", "0"], /a number above 0/],
    ] as const) {
      const {code, out, err} = await treat(...words);
      expect(err).match(says);
      expect([code, out]).deep.equal([2, ""]);
    }
  });
});
