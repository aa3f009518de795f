import type {Block, Split} from "../check.js";
import {quantile} from "../math/stats.js";
import {upTo} from "../trial/sample-rows.js";
import {proposal, lines, middleCode, keeping} from "./proposal.js";
import {mapped} from "./rows.js";
import type {Remedy} from "./treatment.js";

const isWhole = (blocks: readonly Block[], row: number): boolean =>
  blocks.every(({values, size}) => values.subarray(row * size, (row + 1) * size).every((value: number) => Number.isFinite(value)));

/** Rows without a number left out where few lack one, else the median in place of what is no number; rows whose target is none left out. */
export const completeRows: Remedy = (patient) => [
  proposal(patient, {
    title: "rows without a number left out",
    code: lines(
      "const whole = tf.tidy(() => tf.isFinite(train.x.reshape([train.x.shape[0], -1])).all(1));",
      "const kept = await tf.booleanMaskAsync(train.x, whole);",
    ),
    rows: (rows) => keeping(rows, (row) => isWhole([...rows.x, ...rows.y], row)),
  }),
  proposal(patient, {
    title: "the training rows' median in place of what is no number",
    code: lines(
      "const rows = train.x.arraySync() as number[][];",
      middleCode,
      "const medians = rows[0].map((_, column) => middle(rows.map((row) => row[column]).filter(Number.isFinite)));",
      "const filled = rows.map((row) => row.map((value, column) => (Number.isFinite(value) ? value : medians[column])));",
    ),
    rows: (rows, {train}) =>
      filled(
        keeping(rows, (row) => isWhole(rows.y, row)),
        train,
      ),
  }),
];

export const filled = (rows: Split, train: Split): Split => ({
  ...rows,
  x: rows.x.map((block, i) => {
    if (block.values.every((value: number) => Number.isFinite(value))) return block;
    const middles = mediansOf(train.x[i]!);
    return mapped(block, (value, {column}) => (Number.isFinite(value) ? value : middles[column]!));
  }),
});

function mediansOf({values, size}: Block): number[] {
  return upTo(size).map((column) => {
    const known = upTo(values.length / size)
      .map((row) => values[row * size + column]!)
      .filter(Number.isFinite);
    return known.length ? quantile(known, 0.5) : 0;
  });
}
