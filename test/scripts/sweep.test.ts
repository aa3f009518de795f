import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import * as tf from "@tensorflow/tfjs";
import {expect} from "chai";
import {useBackend} from "../../src/backend/backend.js";
import type {Finding} from "../../src/finding.js";
import {ddx} from "./command.js";

describe("ddx sweep", function () {
  this.timeout(120_000);
  let folder: string;
  before(async () => {
    await useBackend(undefined, {say: false});
    folder = await mkdtemp(join(tmpdir(), "ddx-sweep-"));
    const model = tf.sequential({
      layers: [tf.layers.dense({units: 8, activation: "relu", inputShape: [2]}), tf.layers.dense({units: 1})],
    });
    await writeFile(join(folder, "model.json"), JSON.stringify(model.toJSON(null, false)));
    model.dispose();
    const rows = Array.from({length: 120}, (_, i) => [2 * Math.sin(i), 2 * Math.cos(i * i)]);
    await writeFile(join(folder, "train.csv"), ["a,b,y", ...rows.map(([a, b]) => `${a},${b},${a! + b!}`)].join("\n"));
  });
  after(async () => rm(folder, {recursive: true}));

  const words = [
    "sweep",
    "model.json",
    "train.csv",
    "--target",
    "y",
    "--loss",
    "meanSquaredError",
    "--learning-rate",
    "0.001",
    "--epochs",
    "5",
  ];
  const sweep = (...more: string[]) => ddx([...words, ...more], {cwd: folder});

  it("says which arm is surely better, and what to write", async () => {
    const {code, out} = await sweep("--arms", "higher-rate", "--budget", "8");
    expect(out)
      .match(/^! better-hyper-parameters {2}warn, sweep\n/)
      .and.contain("tf.train.adam(0.003)");
    expect(out).match(/\nhigher-rate {2}warn\n {3}with a learning rate of 0.003 the held-out loss is \d+ % lower/);
    expect(code).equal(0);
  });

  it("gives JSON", async () => {
    const {out} = await sweep("--arms", "more-units", "--seeds", "3", "--budget", "4", "--json");
    expect((JSON.parse(out) as Finding[]).map(({about}) => about.name)).deep.equal(["better-hyper-parameters", "more-units"]);
  });

  it("refuses what it does not know in one line", async () => {
    const {code, out, err} = await sweep("--arms", "bigger");
    expect(err.replace(/^backend: .*\n/, "")).match(
      /^ddx: expected the name of an arm that applies to this case, got "bigger"; there are [^\n]+\n$/,
    );
    expect([code, out]).deep.equal([2, ""]);
  });
});
