import {expect} from "chai";
import type {Finding} from "../../src/finding.js";
import {savedCase} from "./saved-case.js";

describe("ddx sweep", function () {
  this.timeout(120_000);
  const {run} = savedCase({activation: "linear", target: (a, b) => a + b});

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
  const sweep = (...more: string[]) => run(...words, ...more);

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
