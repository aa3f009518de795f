import {expect} from "chai";
import {sweep, tf, type Arm, type Case} from "../src/index.js";
import {seedsFor} from "../src/sweep/effects.js";
import {classifier, regressor} from "./examples.js";

describe("sweep", function () {
  this.timeout(120_000);
  const slow = () => regressor({rows: 160, epochs: 10, optimizer: () => tf.train.adam(0.0005)});

  it("names the arm that is better by construction, with its prediction and its curves", async () => {
    const tensors = tf.memory().numTensors;
    const found = await sweep(slow(), {arms: ["higher-rate", "lower-rate"], budget: 20});
    expect(tf.memory().numTensors).equal(tensors);
    const [all, lower, higher] = found;
    expect(found.map(({about}) => about.name)).deep.equal(["better-hyper-parameters", "lower-rate", "higher-rate"]);
    expect([all!.verdict, higher!.verdict]).deep.equal(["warn", "warn"]);
    expect(lower!.verdict).equal("pass");
    expect(all!.summary).match(/^a learning rate of 0.0015: the loss is \d+ % lower \(\d+ to \d+ % lower\) in 10 fresh seeds/);
    expect(all!.about.remedy).equal("Train with a learning rate of 0.0015.");
    expect(all!.evidence.map(({kind}) => kind)).deep.equal(["intervals", "table", "code", "series"]);
    expect(JSON.parse(JSON.stringify(found))).deep.equal(found);
  });

  it("tries an arm of one's own, and names none that is the case with other seeds", async () => {
    const apply = (subject: Case) => ({...subject, seed: 7});
    const source = {title: "no change at all", by: "this test"};
    const own: Arm = {
      ...{name: "other-seeds", title: "other seeds", change: "", because: "nothing is changed", source, apply},
      expected: {training: "any", heldOut: "any"},
    };
    const found = await sweep(slow(), {arms: ["lower-rate", own], budget: 8, seeds: 3});
    expect(found.map(({about}) => about.name)).deep.equal(["better-hyper-parameters", "lower-rate", "other-seeds"]);
    expect(found[2]!.verdict).oneOf(["pass", "unsure"]);
  });

  it("asks for as many seeds as tell an arm that gains nothing from one that is worth a word", () => {
    // Two normal quantiles, 1.96 of the bound and 0.84 of four in five, apart from the least gain that is worth a word.
    for (const spread of [0.1, 0.2, 0.4]) {
      const half = (2.262 * spread) / Math.sqrt(10);
      const wanted = seedsFor({value: 0, low: 1 - Math.exp(half), high: 1 - Math.exp(-half), p: 0.5, seeds: 10});
      expect(wanted).within(0.9 * ((2.8 * spread) / 0.0513) ** 2, Math.max(80, 1.2 * ((2.8 * spread) / 0.0513) ** 2));
    }
  });

  it("gives the same for the same seed", async () => {
    const once = () => sweep(slow(), {arms: ["more-units"], budget: 6, seeds: 3});
    expect(await once()).deep.equal(await once());
  });

  it("judges what was expected: without a brake the training loss falls", async () => {
    const {train, fit} = classifier({rows: 160, epochs: 10});
    const model = () => {
      const made = tf.sequential({
        layers: [
          tf.layers.dense({units: 16, activation: "relu", kernelRegularizer: tf.regularizers.l2({l2: 0.3}), inputShape: [4]}),
          tf.layers.dense({units: 3, activation: "softmax"}),
        ],
      });
      made.compile({optimizer: tf.train.adam(0.01), loss: "categoricalCrossentropy"});
      return made;
    };
    const [, arm] = await sweep({model, train, fit}, {arms: ["no-regularisation"], budget: 10, seeds: 5});
    expect(arm!.summary).contain("the training loss is lower, as expected");
  });

  it("says which fits the budget cut short", async () => {
    const [all] = await sweep(slow(), {arms: ["more-units"], budget: 0.3, seeds: 3});
    expect(all!.summary).match(/each fit cut to \d+ of 80 steps for the budget/);
  });

  it("stops on the user's signal and frees what it made", async () => {
    const tensors = tf.memory().numTensors;
    const stop = new AbortController();
    const progress = ({done}: {done: number}) => done >= 1 && stop.abort(new Error("enough"));
    const error = await sweep(slow(), {budget: 10, progress, signal: stop.signal}).catch((reason: unknown) => reason);
    expect((error as Error).message).equal("enough");
    expect(tf.memory().numTensors).equal(tensors);
  });

  it("refuses what means nothing", async () => {
    for (const [options, said] of [
      [{arms: ["bigger"]}, /arm that applies to this case, got "bigger"; there are sgd-with-momentum, /],
      [{seeds: 1}, /seeds to be a whole number from 3/],
      [{budget: 0}, /budget to be seconds above 0/],
      [{speed: 1}, /speed/],
    ] as const)
      expect(String(await sweep(slow(), options as object).catch((reason: unknown) => reason))).match(said);
  });
});
