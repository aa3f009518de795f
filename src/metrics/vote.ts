import type {Split} from "../check.js";
import {nearest} from "../math/neighbours.js";
import {deviation, mean} from "../math/stats.js";
import type {Classes} from "../trial/reading.js";
import {thinned} from "../trial/sample-rows.js";

/** Neighbours that vote, rows that are searched and judged at most, and numbers that a row may have: beyond it distances cost too much. */
const limits = {neighbours: 5, searched: 1000, judged: 1000, width: 1024};

/** Judged rows of which most of the nearest training rows are of the class `label`; none where rows are long or have several labels each. */
export function vote({train, split, reading, label}: {train: Split; split: Split; reading: Classes; label: number}): number[] {
  const columns = train.x.reduce((sum, {size}) => sum + size, 0);
  if (columns > limits.width || reading.labels.length !== split.rows) return [];
  const known = thinned(train.rows, limits.searched);
  const asked = thinned(split.rows, limits.judged);
  const {shift, scale} = scales(train, known);
  const among = matrix(train, {rows: known, shift, scale});
  const of = matrix(split, {rows: asked, shift, scale});
  const found = nearest({values: of, columns}, {among: {values: among, columns}, count: limits.neighbours});
  const own = known.map((row) => isOf(train, {row, label, classes: reading.classes}));
  return asked.filter((_, i) => {
    const votes = found.subarray(i * limits.neighbours, (i + 1) * limits.neighbours);
    return 2 * votes.filter((row) => row >= 0 && own[row]!).length > limits.neighbours;
  });
}

/** Whether a training row is of the class: its label, its sign, or the largest of a one-hot row. */
function isOf({y}: Split, {row, label, classes}: {row: number; label: number; classes: number}): boolean {
  const {values, size} = y[0]!;
  if (size > 1) return values[row * size + label] === Math.max(...values.subarray(row * size, (row + 1) * size));
  return classes === 2 ? Number(values[row]! > 0) === label : values[row] === label;
}

function scales({x}: Split, rows: readonly number[]): {shift: number[]; scale: number[]} {
  const columns = x.flatMap(({values, size}) => Array.from({length: size}, (_, j) => rows.map((row) => values[row * size + j]!)));
  return {shift: columns.map(mean), scale: columns.map((column) => deviation(column) || 1)};
}

function matrix({x}: Split, {rows, shift, scale}: {rows: readonly number[]; shift: readonly number[]; scale: readonly number[]}) {
  const made = new Float64Array(rows.length * shift.length);
  rows.forEach((row, i) => {
    let at = 0;
    for (const {values, size} of x)
      for (let j = 0; j < size; j++, at++) made[i * shift.length + at] = (values[row * size + j]! - shift[at]!) / scale[at]!;
  });
  return made;
}
