import {duplicateRows} from "../../src/data/duplicate-rows.js";
import {classifier, normal, rowsIn, rowsOf, table} from "../examples.js";
import {testCheck} from "../testCheck.js";

type Draw = () => number;
const bit = (draw: Draw) => Number(draw() < 0.5);
const of = (x: number[][]) => table({x, y: x.map((_, i) => [i % 2])});
const copied = (share: number) => {
  const {x} = rowsIn(classifier());
  return of(x.map((row, i) => (i % 100 < 100 * share ? x[50 + (i % 100)]! : row)));
};

/** Windows of a wave that repeats itself every 25 steps, cut by time. */
const wave = () => {
  const at = (t: number) => Math.sin((2 * Math.PI * (t % 25)) / 25);
  const rows = (from: number, count: number) => Array.from({length: count}, (_, i) => Array.from({length: 12}, (_, j) => at(from + i + j)));
  return {...table({x: rows(0, 150), y: rows(0, 150).map((row) => [row[11]!])})};
};

testCheck(duplicateRows, {
  healthy: [
    {title: "windows of a wave without noise", subject: wave},
    {title: "continuous rows", subject: () => classifier(), says: /^0 % of the rows/},
    {title: "the four patterns of XOR, many times", subject: () => of(rowsOf(200, {columns: [bit, bit]}))},
    {
      title: "rows of all ones or all zeros",
      subject: () => of(rowsOf(200, {columns: [bit]}).map(([value]) => Array<number>(16).fill(value!))),
    },
    {
      title: "eight binary columns, 300 rows",
      subject: () => of(rowsOf(300, {columns: Array.from({length: 8}, () => bit)})),
      says: /that is chance/,
    },
    {
      title: "measurements to one decimal place",
      subject: () => of(rowsOf(150, {columns: Array.from({length: 4}, () => (draw: Draw) => Math.round(10 * normal(draw)) / 10)})),
    },
  ],
  sick: [
    {title: "three rows in ten are copies", subject: () => copied(0.3), says: /^38 % of the rows \(90 of 240\)/},
    {
      title: "copies of pictures of 64 bits",
      subject: () => {
        const x = rowsOf(200, {columns: Array.from({length: 64}, () => bit)});
        return of(x.map((row, i) => (i % 4 ? row : x[3]!)));
      },
    },
    {title: "one row in eleven is a warning", subject: () => copied(0.07), verdicts: ["warn"]},
  ],
});
