import {expect} from "chai";
import {repairsOf} from "../../scripts/bench/repairs/blind.js";
import {symptomsOf} from "../../scripts/bench/repairs/symptoms.js";
import type {Case} from "../../src/index.js";
import type {Network, Run} from "../../src/check.js";
import {openCase} from "../../src/trial/measure.js";
import {freeRows} from "../../src/treatment/rows.js";
import {patientOf} from "../../src/treatment/treatment.js";
import {scenes} from "../treatment/scenes.js";

const network = {layers: [{name: "a", activation: "relu"}]} as unknown as Network;

/** A fit with gradients of the first and the last kernel, and shares of zeros of relu units. */
function run({first = 1, last = 1, zeros = [0, 0]}: {first?: number; last?: number; zeros?: number[]}): Run {
  const gradients = [first, last].map((gradient, i) => ({weight: `kernel${i}`, gradient}));
  const probe = {gradients, activity: [{layer: "a", zeros}]};
  return {losses: [1], before: probe, after: probe} as unknown as Run;
}

const rising = Array.from({length: 10}, (_, i) => i / 10);
const seen = (made: Parameters<typeof run>[0], scores = rising) => symptomsOf(run(made), {network, scores});

describe("the blind order of repairs", () => {
  it("sees what AUTOTRAINER's thresholds say, and nothing on a fit that goes well", () => {
    expect(seen({})).deep.equal([]);
    expect(seen({first: 71})).deep.equal(["explode"]);
    expect(seen({first: 5e-5, last: 0.1})).deep.equal(["vanish"]);
    expect(seen({zeros: [1, 1, 1, 0]})).deep.equal(["dying"]);
    expect(
      seen(
        {},
        rising.map((_, i) => (i % 2 ? 0.5 : 0.9)),
      ),
    ).deep.equal(["unstable"]);
    expect(
      seen(
        {},
        rising.map((score) => score / 100),
      ),
    ).deep.equal(["slow"]);
  });

  it("has repairs that can be applied and trained", async () => {
    const subject = scenes["a model that is no list of layers"]!.make();
    const opened = await openCase(subject, {most: 0});
    for (const {title, apply} of repairsOf(patientOf(opened), ["vanish", "explode", "dying", "unstable", "slow"])) {
      const trial = await openCase(await apply(subject), {most: 0});
      expect((await trial.measure(1)).runs[0]!.steps, title).above(0);
      await trial.prepared.dispose();
    }
    await opened.prepared.dispose();
    freeRows(subject, {but: {} as Case});
  }).timeout(60_000);
});
