import {expect} from "chai";
import {preprocessingMismatch} from "../../src/data/preprocessing-mismatch.js";
import {diagnose, type Case} from "../../src/index.js";
import {classifier, clusters, oneHot, regressor, rowsIn, rowsOf, table} from "../examples.js";
import {testCheck} from "../testCheck.js";

/** Held-out rows of the same kind, changed. */
const held = (change: (value: number, column: number) => number) => (): Case => {
  const {x, y} = clusters({rows: 80, features: 4, classes: 3, seed: 99});
  return {...classifier(), validation: {x: x.map((row) => row.map(change)), y: oneHot(y, 3)}};
};
/** Pixels of which some are hardly ever on, on both sides scaled by functions. */
const pixels = (learned: (value: number) => number, judged: (value: number) => number) => (): Case => {
  const images = (count: number, seed: number) =>
    rowsOf(count, {
      seed,
      columns: Array.from({length: 16}, (_, j) => (draw: () => number) => (draw() < 0.1 + j / 20 ? Math.floor(256 * draw()) : 0)),
    });
  const target = (count: number) => rowsOf(count, {columns: [(draw) => draw()]});
  const subject = table({x: images(200, 1).map((row) => row.map(learned)), y: target(200)});
  return {...subject, validation: {x: images(80, 2).map((row) => row.map(judged)), y: target(80)}};
};
const same = (value: number) => value;
const unit = (value: number) => value / 255;
const targets = (change: (value: number) => number): Case => {
  const {x, y} = rowsIn(regressor({rows: 340}));
  return {
    ...regressor(),
    train: {x: x.slice(0, 240), y: y.slice(0, 240)},
    validation: {x: x.slice(240), y: y.slice(240).map(([value]) => [change(value!)])},
  };
};

testCheck(preprocessingMismatch, {
  healthy: [
    {title: "rows of the same kind", subject: held(same)},
    {title: "a small shift", subject: held((value) => value + 0.3)},
    {title: "pixels divided on both sides", subject: pixels(unit, unit)},
    {title: "targets of the same kind", subject: () => targets(same)},
    {title: "one input of four moved is a drift", subject: held((value, column) => (column === 2 ? value + 50 : value))},
    {title: "another place and shape is a drift", subject: held((value) => 6 + Math.exp(value))},
    {title: "both sides scaled, by other figures, is a warning", subject: held((value) => (value + 3) / 7), verdicts: ["warn"]},
    {title: "nothing held out", subject: () => classifier(), verdicts: ["skip"]},
  ],
  sick: [
    {
      title: "validation in raw units",
      subject: held((value, column) => 40 + column + 10 * value),
      says: /inputs of validation were not prepared.* (8|9|1[012])(\.\d+)? times/,
    },
    {
      title: "training rows in raw units",
      subject: () => swap(held((value, column) => 40 + column + 10 * value)()),
      says: /inputs of training were not/,
    },
    {title: "pixels divided in training only", subject: pixels(unit, same), says: / 2[3-7]\d(\.\d+)? times as wide/},
    {title: "pixels divided in validation only", subject: pixels(same, unit)},
    {
      title: "targets in raw units in validation only",
      subject: () => targets((value) => 300 + 80 * value),
      says: /^the targets of validation/,
    },
  ],
});

function swap(subject: Case): Case {
  return {...subject, train: subject.validation!, validation: subject.train};
}

describe("preprocessing-mismatch beside drifted-split", () => {
  const suspects = async (subject: Case) =>
    (await diagnose(subject, {checks: ["preprocessing-mismatch", "drifted-split", "unrepresentative-split"]})).suspects.map(
      ({name}) => name,
    );

  it("a missing step is the root of the drift", async () => {
    expect(await suspects(held((value) => 40 + 10 * value)())).deep.equal(["preprocessing-mismatch"]);
    expect(await suspects(targets((value) => 300 + 80 * value))).deep.equal(["preprocessing-mismatch"]);
  });

  it("other figures are a drift", async () => {
    expect(await suspects(held((value) => (value + 3) / 7)())).deep.equal(["drifted-split"]);
  });
});
