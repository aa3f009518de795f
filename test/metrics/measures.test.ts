import {expect} from "chai";
import {correlation, blockPermutationP, ranks} from "../../src/math/rank.js";
import {random} from "../../src/math/random.js";
import {balanced, confusion, mcc, measures} from "../../src/metrics/measures.js";

describe("measures", () => {
  const labels = Int32Array.from([0, 0, 0, 1, 1, 0, 1, 0]);
  const named = Int32Array.from([0, 1, 0, 1, 0, 0, 1, 0]);
  const table = confusion({labels, named, classes: 2}, [...labels.keys()]);

  it("is the correlation of labels and answers for two classes", () =>
    expect(mcc(table)).closeTo(correlation(Array.from(labels), Array.from(named)), 1e-12));

  it("takes the mean of the classes' shares", () => expect(balanced(table)).closeTo((4 / 5 + 2 / 3) / 2, 1e-12));

  it("gives a constant answer no skill and encloses each value", () => {
    const p = Float32Array.from({length: 400}, (_, i) => (i % 2 ? 0.1 : 0.9));
    const found = measures({kind: "classes", classes: 2, labels: Int32Array.from({length: 200}, (_, i) => Number(i < 20)), p}, {seed: 1});
    expect(found.map(({value}) => Math.abs(Number(value.toFixed(6))))).deep.equal([0.9, 0.5, 0, 0]);
    for (const {value, low, high} of found) expect(low - 1e-9 <= value && value <= high + 1e-9).equal(true);
  });

  it("shares ranks among equals", () => expect([...ranks([3, 1, 3, 2])]).deep.equal([3.5, 1, 3.5, 2]));

  it("finds the order of two series", () => {
    const draw = random(2);
    const a = Array.from({length: 24}, (_, i) => i + draw());
    expect(blockPermutationP(a, {b: a, block: 2, seed: 1})).equal(1 / 2000);
    expect(blockPermutationP(a, {b: a.map((value) => -value), block: 2, seed: 1})).equal(1);
  });
});
