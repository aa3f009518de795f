import {leakedLabels} from "../../src/data/leaked-labels.js";
import {random} from "../../src/math/random.js";
import type {Case} from "../../src/index.js";
import {classifier, clusters, normal, regressor, rowsIn, rowsOf, table} from "../examples.js";
import {testCheck} from "../testCheck.js";

/** Two classes that six columns tell in about four of five rows. */
const hard = ({extra = () => [], flips = 0.1}: {extra?: (label: number, draw: () => number) => number[]; flips?: number} = {}) => {
  const draw = random(21);
  const y = Array.from({length: 500}, () => Number(draw() < 0.5));
  const x = y.map((label) => {
    const shown = draw() < flips ? 1 - label : label;
    return [...Array.from({length: 6}, (_, j) => (j < 3 ? shown : 0) + normal(draw)), ...extra(label, draw)];
  });
  return table({x, y: y.map((label) => [label]), last: "sigmoid", loss: "binaryCrossentropy"});
};
const widened = (subject: Case, column: (target: number[], row: number[]) => number[]) => {
  const {x, y} = rowsIn(subject);
  return table({x: x.map((row, i) => [...row, ...column(y[i]!, row)]), y});
};
const windows = (same: boolean) => {
  const at = (t: number) => Math.sin(0.4 * t) + 0.3 * Math.sin(1.7 * t * t);
  const x = Array.from({length: 200}, (_, i) => [0, 1, 2, 3, 4].map((j) => [at(i + j)]));
  return {train: {x, y: x.map((_, i) => [at(i + (same ? 4 : 5))])}, task: "forecast" as const};
};
const blobs = (gap: number) => {
  const {x, y} = clusters({rows: 300, features: 2, classes: 2, spread: 0.2});
  return table({x: x.map(([a, b]) => [a! * gap, b!]), y: y.map((label) => [label]), last: "sigmoid", loss: "binaryCrossentropy"});
};
const recall = () => {
  const x = rowsOf(200, {columns: Array.from({length: 6}, () => normal)}).map((row) => row.map((value) => [value]));
  return {train: {x, y: x.map(([first]) => first!)}};
};

testCheck(leakedLabels, {
  healthy: [
    {title: "clusters", subject: () => classifier()},
    {title: "classes that overlap", subject: () => hard()},
    {title: "two blobs that either column parts", subject: () => blobs(3), says: /it is easy/},
    {title: "a smooth function", subject: () => regressor()},
    {title: "a line of one column", subject: () => regressor({features: 1})},
    {
      title: "a column that is right in nine of ten rows",
      subject: () => hard({extra: (label, draw) => [draw() < 0.9 ? label : 1 - label]}),
    },
    {title: "a window that ends before its target", subject: () => windows(false)},
    {title: "a memory of the first step", subject: recall},
    {
      title: "a first bit to be copied, with bits that say nothing, is a warning",
      subject: () => {
        const x = rowsOf(300, {columns: Array.from({length: 8}, () => (draw) => Number(draw() < 0.5))});
        return table({x, y: x.map(([a]) => [a!]), last: "sigmoid", loss: "binaryCrossentropy"});
      },
      verdicts: ["warn"],
    },
  ],
  sick: [
    {
      title: "the label with a little noise",
      subject: () => hard({extra: (label, draw) => [label + 0.05 * normal(draw)]}),
      says: /^x7 alone gives away/,
    },
    {title: "the label itself", subject: () => hard({extra: (label) => [label]}), says: /^x7 is a copy of the target/},
    {title: "a code of the label", subject: () => hard({extra: (label, draw) => [(label ? 17 : 3) + Math.floor(3 * draw())]})},
    {title: "one-hot classes among the inputs", subject: () => ({...widened(overlapping(), (target) => target), task: "multiclass"})},
    {title: "a number among the inputs", subject: () => widened(regressor(), (target) => target), says: /^x4 is a copy of the target/},
    {
      title: "the target in another unit",
      subject: () => widened(regressor({features: 6, noise: 1}), ([target]) => [1.8 * target! + 32 + 0.001]),
    },
    {title: "a window that ends with its target", subject: () => windows(true), says: /window's end/},
  ],
});

/** Three clusters that overlap, their labels one-hot. */
function overlapping(): Case {
  const {x, y} = clusters({rows: 300, features: 5, classes: 3, spread: 2});
  return table({x, y: y.map((label) => [0, 1, 2].map((j) => Number(j === label)))});
}
