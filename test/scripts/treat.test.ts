import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import * as tf from "@tensorflow/tfjs";
import {expect} from "chai";
import {useBackend} from "../../src/backend/backend.js";
import type {Cure} from "../../src/index.js";
import {ddx} from "./command.js";

describe("ddx treat", function () {
  this.timeout(120_000);
  let folder: string;
  before(async () => {
    await useBackend(undefined, {say: false});
    folder = await mkdtemp(join(tmpdir(), "ddx-treat-"));
    const model = tf.sequential({
      layers: [tf.layers.dense({units: 8, activation: "relu", inputShape: [2]}), tf.layers.dense({units: 1, activation: "softmax"})],
    });
    await writeFile(join(folder, "model.json"), JSON.stringify(model.toJSON(null, false)));
    model.dispose();
    const rows = Array.from({length: 120}, (_, i) => [2 * Math.sin(i), 2 * Math.cos(i * i)]);
    await writeFile(join(folder, "train.csv"), ["a,b,y", ...rows.map(([a, b]) => `${a},${b},${Number(a! + b! > 0)}`)].join("\n"));
  });
  after(async () => rm(folder, {recursive: true}));

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
    return ddx([...words, ...more], {cwd: folder});
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
