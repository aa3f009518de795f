import {driftedSplit} from "../../src/data/drifted-split.js";
import {random} from "../../src/math/random.js";
import {clusters, classifier, normal, oneHot, rowsOf, table} from "../examples.js";
import {testCheck} from "../testCheck.js";

const held = (change: (value: number, column: number) => number) => () => {
  const {x, y} = clusters({rows: 80, features: 4, classes: 3, seed: 99});
  return {...classifier(), validation: {x: x.map((row) => row.map(change)), y: oneHot(y, 3)}};
};

/** Six columns, the second `r` times the first in training and by `turn` in the held-out rows, which are of the same mean and width. */
const related = (turn: number) => () => {
  const side = (rows: number, {r, seed}: {r: number; seed: number}) => {
    const x = rowsOf(rows, {columns: Array.from({length: 6}, () => (draw: () => number) => normal(draw)), seed}).map(([a, b, ...rest]) => [
      a!,
      r * a! + Math.sqrt(1 - r * r) * b!,
      ...rest,
    ]);
    return {x, y: x.map(([a]) => [a!])};
  };
  const {x, y} = side(600, {r: 0.8, seed: 3});
  return {...table({x, y}), validation: side(200, {r: turn, seed: 4})};
};

/** Four series that wander without an aim, cut by time. */
const walks = () => {
  const draw = random(8);
  let at = [0, 0, 0, 0];
  const x = Array.from({length: 400}, () => (at = at.map((value) => value + normal(draw))));
  const part = (from: number, to: number) => ({x: x.slice(from, to), y: x.slice(from, to).map(([a]) => [a!])});
  const {x: learned, y} = part(0, 300);
  return {...table({x: learned, y}), validation: part(300, 400)};
};

/** A rare class that is drawn again and again in training only. */
const oversampled = () => {
  const draw = random(5);
  const side = (rows: number, share: number) => {
    const y = Array.from({length: rows}, () => Number(draw() < share));
    return {x: y.map((label) => [0, 0, 0].map(() => label + normal(draw))), y: y.map((label) => [label])};
  };
  const {x, y} = side(600, 0.5);
  return {...table({x, y, last: "sigmoid", loss: "binaryCrossentropy"}), validation: side(300, 0.1)};
};

testCheck(driftedSplit, {
  healthy: [
    {title: "rows of the same kind", subject: held((value) => value)},
    {title: "a small shift", subject: held((value) => value + 0.3)},
    {title: "columns that go together as in training", subject: related(0.8)},
    {title: "a class oversampled in training", subject: oversampled},
    {title: "nothing held out", subject: () => classifier(), verdicts: ["skip"]},
  ],
  sick: [
    {
      title: "scaled to 0 to 1",
      subject: held((value) => (value + 3) / 7),
      says: /^100 % of the inputs differ between training and validation/,
    },
    {title: "raw units", subject: held((value) => 40 + 10 * value)},
    {
      title: "one input of four moved is a warning",
      subject: held((value, column) => (column === 2 ? value + 5 : value)),
      verdicts: ["warn"],
      says: /^25 %.*x3/,
    },
    {
      title: "a correlation that is turned round, each column as it was, is a warning",
      subject: related(-0.8),
      verdicts: ["warn"],
      says: /tells validation rows from training rows (7|8)\d(\.\d)? % .*the correlation of x1 and x2 is -0\.\d+ where the training rows have 0\.[78]/,
    },
    {
      title: "a small shift of each of many columns",
      subject: () => {
        const side = (rows: number, {by, seed}: {by: number; seed: number}) => {
          const x = rowsOf(rows, {columns: Array.from({length: 20}, () => (draw: () => number) => by + normal(draw)), seed});
          return {x, y: x.map(([a]) => [a! - by])};
        };
        return {...table(side(600, {by: 0, seed: 1})), validation: side(200, {by: 0.6, seed: 2})};
      },
    },
    {
      title: "series that wander are a warning",
      subject: walks,
      verdicts: ["warn"],
      says: /^the rows wander, and stretches of training differ/,
    },
  ],
});
