import {expect} from "chai";
import {allOnOneSide, inconsistentClasses} from "../../src/data/inconsistent-classes.js";
import type {Case} from "../../src/index.js";
import {classifier, clusters, oneHot, regressor, rowsIn} from "../examples.js";
import {testCheck} from "../testCheck.js";

const held = (keep: (label: number) => boolean = () => true, rows = 120) => {
  const {x, y} = clusters({rows, features: 4, classes: 3, seed: 99});
  const kept = y.map((_, row) => row).filter((row) => keep(y[row]!));
  return {
    x: kept.map((row) => x[row]!),
    y: oneHot(
      kept.map((row) => y[row]!),
      3,
    ),
  };
};
/** The training rows without a class, or with a few rows of it. */
const without = (label: number, {left = 0} = {}): Case => {
  const subject = classifier();
  const {x, y} = rowsIn(subject);
  let seen = 0;
  const kept = y.map((_, row) => row).filter((row) => y[row]![label] === 0 || seen++ < left);
  return {...subject, train: {x: kept.map((row) => x[row]!), y: kept.map((row) => y[row]!)}};
};

testCheck(inconsistentClasses, {
  healthy: [
    {title: "the same classes", subject: () => ({...classifier(), validation: held()})},
    {
      title: "a class of two rows that are all learned from",
      subject: () => ({...without(2, {left: 2}), validation: held((label) => label < 2)}),
    },
    {title: "numbers", subject: () => ({...regressor(), validation: rowsIn(regressor())}), verdicts: ["skip"]},
    {title: "nothing held out", subject: () => classifier(), verdicts: ["skip"]},
  ],
  sick: [
    {
      title: "a class that was never learned",
      subject: () => ({...without(2), validation: held()}),
      says: /^the class 2 has \d+ validation rows .* no training row/,
    },
    {title: "a class that is never judged", subject: () => ({...classifier(), test: held((label) => label !== 1)}), says: /no test row/},
    {
      title: "labels that count from one on one side",
      subject: () => {
        const subject = classifier({labels: "integers", loss: "sparseCategoricalCrossentropy"});
        const {x, y} = clusters({rows: 120, features: 4, classes: 3, seed: 99});
        return {...subject, validation: {x, y: y.map((label) => [label + 1])}};
      },
      says: /class (0|3)/,
    },
    {
      title: "one row of a class that was never learned is a warning",
      subject: () => {
        const one = held((label) => label < 2);
        return {...without(2), validation: {x: [...one.x, [0, 0, 0, 0]], y: [...one.y, [0, 0, 1]]}};
      },
      verdicts: ["warn"],
    },
  ],
});

describe("allOnOneSide", () => {
  it("is the share of the ways to pick", () => {
    // Two of five picked: one pair of the ten holds both rows.
    expect(allOnOneSide(2, {of: 2, total: 5})).closeTo(1 / 10, 1e-12);
    expect(allOnOneSide(3, {of: 2, total: 5})).equal(0);
  });
});
