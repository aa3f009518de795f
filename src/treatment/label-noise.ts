import type {Case} from "../case.js";
import type {Split} from "../check.js";
import {nearest} from "../math/neighbours.js";
import {upTo} from "../trial/sample-rows.js";
import {change} from "./code.js";
import {lines, keeping} from "./proposal.js";
import {withRows} from "./rows.js";
import {scaleOf} from "./scaling.js";
import type {Remedy} from "./treatment.js";

/** Neighbours that are asked, and the share of them that must name one other class for a label to be wrong. */
const asked = {neighbours: 15, share: 0.8};

/** Training rows left out whose neighbours nearly all have one other label (Wilson 1972, edited nearest neighbours). */
export const trustedRows: Remedy = (patient) => {
  if (patient.task !== "binary" && patient.task !== "multiclass")
    return {impossible: "wrong numbers cannot be told from rare ones; look at the rows that the finding names"};
  const {train, model, subject: own} = patient;
  const known = doubtful(train);
  // Rows that are those that were looked at need not be compared a second time.
  const doubtsOf = (rows: Split, subject: Case) => new Set(subject === own && rows.rows === train.rows ? known : doubtful(rows));
  return [
    {
      title: `training rows left out where ${100 * asked.share} % of the ${asked.neighbours} nearest rows have one other label`,
      change: change(
        "",
        lines(
          `const doubtful = ${JSON.stringify(known)};`,
          "const kept = Array.from({length: train.x.shape[0]}, (_, row) => row).filter((row) => !doubtful.includes(row));",
          "const [trustedX, trustedY] = [train.x.gather(kept), train.y.gather(kept)];",
        ),
      ),
      apply: (subject) =>
        withRows(subject, {
          model,
          change: (rows, {part}) => {
            if (part !== "train") return rows;
            const doubts = doubtsOf(rows, subject);
            return keeping(rows, (row) => !doubts.has(row));
          },
        }),
    },
  ];
};

/** Rows whose neighbours name another label. */
function doubtful(rows: Split): number[] {
  const [block, target] = [rows.x[0]!, rows.y[0]!];
  const {centres, deviations} = scaleOf(block);
  const values = Float64Array.from(
    block.values as Float32Array,
    (value, i) => (value - centres[i % block.size]!) / deviations[i % block.size]!,
  );
  const labels = upTo(rows.rows).map((row) => target.values.subarray(row * target.size, (row + 1) * target.size).join());
  const inputs = {values, columns: block.size};
  const near = nearest(inputs, {among: inputs, count: asked.neighbours});
  return upTo(rows.rows).filter((row) => {
    const votes = new Map<string, number>();
    for (let i = 0; i < asked.neighbours; i++) {
      const label = labels[near[row * asked.neighbours + i]!]!;
      votes.set(label, (votes.get(label) ?? 0) + 1);
    }
    const [top, count] = [...votes].reduce((a, b) => (b[1] > a[1] ? b : a));
    return top !== labels[row] && count >= asked.share * asked.neighbours;
  });
}
