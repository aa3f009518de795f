import {expect} from "chai";
import type {Split} from "../../src/check.js";
import {random} from "../../src/math/random.js";
import {foldsOf} from "../../src/trial/folds.js";

const split = (y: readonly number[], groups?: readonly string[]): Split => ({
  rows: y.length,
  given: y.length,
  x: [],
  y: [{name: "y", shape: [1], size: 1, values: Float32Array.from(y), names: ["y"]}],
  groups,
});
const draw = random(2);
const labels = Array.from({length: 103}, (_, i) => Number(i % 10 === 0));
const options = {count: 5, task: "binary", seed: 1} as const;

describe("folds", () => {
  it("hold each row once, about as many each", () => {
    const folds = foldsOf(split(labels), options);
    expect(folds.flat().sort((a, b) => a - b)).deep.equal(labels.map((_, i) => i));
    for (const fold of folds) expect(fold.length).within(20, 21);
  });
  it("share out each class evenly", () => {
    for (const fold of foldsOf(split(labels), options)) expect(fold.filter((row) => labels[row] === 1).length).within(2, 3);
  });
  it("keep the rows of one subject together", () => {
    const groups = labels.map(() => `patient ${Math.floor(12 * draw())}`);
    const folds = foldsOf(split(labels, groups), options);
    const homes = new Map<string, Set<number>>();
    folds.forEach((fold, i) => fold.forEach((row) => homes.set(groups[row]!, (homes.get(groups[row]!) ?? new Set()).add(i))));
    for (const [subject, where] of homes) expect(where.size, subject).equal(1);
    for (const fold of folds) expect(fold.length).above(8);
  });
  it("of a forecast are blocks in the order of time", () => {
    const folds = foldsOf(split(labels), {...options, task: "forecast"});
    expect(folds.flat()).deep.equal(labels.map((_, i) => i));
  });
  it("are the same for the same seed, others for another", () => {
    expect(foldsOf(split(labels), options)).deep.equal(foldsOf(split(labels), options));
    expect(foldsOf(split(labels), {...options, seed: 2})).not.deep.equal(foldsOf(split(labels), options));
  });
});
