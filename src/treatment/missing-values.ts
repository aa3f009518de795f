import type {Block, Split} from "../check.js";
import {upTo} from "../trial/sample-rows.js";
import {completeRows, filled} from "./non-finite-values.js";
import {proposal, lines, middleCode} from "./proposal.js";
import {mapped} from "./rows.js";
import {scaleOf} from "./scaling.js";
import type {Patient, Proposal, Remedy} from "./treatment.js";

/** Share of a column that one value must hold to stand for what is missing, and in how few others a value must be as common. */
const stuck = 0.2;

/** What stands for a missing value in each column: one far out value that a large share of the rows hold; undefined where there is none. */
function sentinels({values, size}: Block): (number | undefined)[] {
  return upTo(size).map((column) => {
    const counts = new Map<number, number>();
    const rows = values.length / size;
    for (let row = 0; row < rows; row++) {
      const value = values[row * size + column]!;
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    const [value, count] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a));
    return count > stuck * rows && counts.size > 10 ? value : undefined;
  });
}

/** The median of what is known in place of what stands for a missing value, with the rest on its own scale; columns that are mostly missing made silent. */
export const imputeValues: Remedy = (patient) => [
  proposal(patient, {
    title: "the median of the known values in place of the one that stands for a missing value, then mean 0 and deviation 1",
    code: imputationCode(patient),
    rows: (rows, {train}) => imputed(rows, train),
  }),
  ...(completeRows(patient) as Proposal[]),
];

function imputationCode({train}: Patient): string {
  const stands = sentinels(train.x[0]!);
  const column = stands.findIndex((value) => value !== undefined);
  return lines(
    "const rows = train.x.arraySync() as number[][];",
    middleCode,
    `const [column, stands] = [${Math.max(0, column)}, ${stands[column] ?? NaN}];`,
    "const known = middle(rows.map((row) => row[column]).filter((value) => value !== stands));",
    "const imputed = rows.map((row) => row.map((value, j) => (j === column && value === stands ? known : value)));",
  );
}

const imputed = (rows: Split, train: Split): Split => {
  const whole = filled(rows, train);
  return {
    ...whole,
    x: whole.x.map((block, i) => {
      if (block.shape.length > 1) return block;
      const stands = sentinels(train.x[i]!);
      if (stands.every((value) => value === undefined)) return block;
      const gone = (learned: Block) => mapped(learned, (value, {column}) => (value === stands[column] ? NaN : value));
      const [known, holes] = [gone(train.x[i]!), gone(block)];
      const {centres, deviations} = scaleOf(known);
      return mapped(holes, (value, {column}) =>
        stands[column] === undefined ? value : Number.isNaN(value) ? 0 : (value - centres[column]!) / deviations[column]!,
      );
    }),
  };
};
