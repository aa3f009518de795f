import {leakedSplit} from "../../src/data/leaked-split.js";
import {clusters, oneHot, classifier, rowsIn, rowsOf, table} from "../examples.js";
import {testCheck} from "../testCheck.js";

const bit = (draw: () => number) => Number(draw() < 0.5);
const held = (leaked: number) => {
  const subject = classifier();
  const {x, y} = rowsIn(subject);
  const fresh = clusters({rows: 100, features: 4, classes: 3, seed: 99});
  return {
    ...subject,
    validation: {x: fresh.x.map((row, i) => (i < leaked ? x[i]! : row)), y: oneHot(fresh.y, 3).map((row, i) => (i < leaked ? y[i]! : row))},
  };
};
const patterns = () => {
  const x = rowsOf(200, {columns: [bit, bit]});
  return {...table({x, y: x.map(([a, b]) => [a! ^ b!])}), validation: {x: x.slice(0, 50), y: x.slice(0, 50).map(([a, b]) => [a! ^ b!])}};
};

/** Windows of a wave that repeats itself every 25 steps, cut by time. */
const wave = () => {
  const at = (t: number) => Math.sin((2 * Math.PI * (t % 25)) / 25);
  const rows = (from: number, count: number) => Array.from({length: count}, (_, i) => Array.from({length: 12}, (_, j) => at(from + i + j)));
  return {
    ...table({x: rows(0, 150), y: rows(0, 150).map((row) => [row[11]!])}),
    validation: {x: rows(150, 50), y: rows(150, 50).map((row) => [row[11]!])},
  };
};

testCheck(leakedSplit, {
  healthy: [
    {title: "windows of a wave without noise, cut by time", subject: wave},
    {title: "other rows", subject: () => held(0), says: /^0 % of the validation rows/},
    {title: "one row by accident", subject: () => held(1)},
    {title: "the four patterns of XOR on both sides", subject: patterns},
    {title: "nothing held out", subject: () => classifier(), verdicts: ["skip"]},
  ],
  sick: [
    {title: "forty of a hundred", subject: () => held(40), says: /40 % of the validation rows \(40 of 100\)/},
    {
      title: "the test rows are the training rows",
      subject: () => {
        const subject = classifier();
        return {...subject, test: subject.train};
      },
      says: /100 % of the test rows/,
    },
  ],
});
