import {expect} from "chai";
import {unrepresentativeSplit} from "../../src/data/unrepresentative-split.js";
import type {Case} from "../../src/index.js";
import {compareCounts, compareSorted} from "../../src/math/compare.js";
import {random} from "../../src/math/random.js";
import {classifier, clusters, oneHot, normal, regressor, rowsIn} from "../examples.js";
import {testCheck} from "../testCheck.js";

/** Rows in the order of their target, of which fit takes the last fifth to judge by. */
const tail = (subject: Case, {sorted = true} = {}): Case => {
  const {x, y} = rowsIn(subject);
  const key = (target: number[]) => (target.length === 1 ? target[0]! : target.indexOf(1));
  const order = y.map((_, row) => row);
  if (sorted) order.sort((a, b) => key(y[a]!) - key(y[b]!));
  return {...subject, train: {x: order.map((row) => x[row]!), y: order.map((row) => y[row]!)}, fit: {...subject.fit, validationSplit: 0.2}};
};
const held = (rows: number, keep: (label: number, draw: () => number) => boolean = () => true) => {
  const {x, y} = clusters({rows, features: 4, classes: 3, seed: 99});
  const draw = random(4);
  const kept = y.map((_, row) => row).filter((row) => keep(y[row]!, draw));
  return {
    x: kept.map((row) => x[row]!),
    y: oneHot(
      kept.map((row) => y[row]!),
      3,
    ),
  };
};

testCheck(unrepresentativeSplit, {
  healthy: [
    {title: "the tail of rows in no order", subject: () => tail(classifier(), {sorted: false})},
    {title: "the tail of numbers in no order", subject: () => tail(regressor(), {sorted: false})},
    {title: "thirty rows of the same kind", subject: () => ({...classifier(), validation: held(30)})},
    {title: "few rows of few", subject: () => ({...classifier({rows: 40}), validation: held(8)})},
    {
      title: "training rows that were balanced are a warning at most",
      subject: () => ({...classifier(), validation: held(200, (label, draw) => label === 0 || draw() < 0.1)}),
      verdicts: ["pass", "warn"],
    },
    {
      title: "a class of one side only is another illness",
      subject: () => ({...classifier(), validation: held(120, (label) => label !== 1)}),
    },
    {title: "nothing held out", subject: () => classifier(), verdicts: ["skip"]},
  ],
  sick: [
    {title: "the tail of sorted classes", subject: () => tail(classifier()), says: /^the training rows are sorted/},
    {title: "the tail of sorted numbers", subject: () => tail(regressor()), says: /differ by 1 between training and validation/},
    {title: "six rows", subject: () => ({...classifier(), validation: held(6)}), says: /^only 6 validation rows.*± 32 %/},
    {title: "fifteen rows are a warning", subject: () => ({...classifier(), validation: held(15)}), verdicts: ["warn"]},
  ],
});

describe("comparing samples", () => {
  it("chi-square agrees with a table of critical values", () => {
    // 30:20 against 20:30 is 4.0 with one degree of freedom: p = 0.0455.
    expect(compareCounts([30, 20], [20, 30]).distance).closeTo(0.2, 1e-12);
    expect(compareCounts([30, 20], [20, 30]).p).closeTo(0.0455, 0.0001);
  });

  it("both hold their level on samples of one kind", () => {
    const draw = random(12);
    const numbers = (count: number) => Float64Array.from({length: count}, () => normal(draw)).sort();
    const classes = (count: number) => {
      const tally = [0, 0, 0, 0, 0];
      for (let i = 0; i < count; i++) tally[Math.floor(5 * draw() ** 2)]!++;
      return tally;
    };
    const share = (p: () => number) => Array.from({length: 1500}, p).filter((value) => value < 0.05).length / 1500;
    expect(share(() => compareSorted(numbers(150), numbers(60)).p)).within(0.02, 0.065);
    expect(share(() => compareCounts(classes(150), classes(60)).p)).within(0.03, 0.07);
  });

  it("the distance is 1 for samples that have nothing in common", () => {
    expect(compareSorted([1, 2, 3], [4, 5]).distance).equal(1);
    expect(compareCounts([5, 0], [0, 9]).distance).equal(1);
  });
});
