import type {Split} from "../check.js";
import {upTo} from "../trial/sample-rows.js";
import {proposal, lines, keeping} from "./proposal.js";
import type {RowChange} from "./rows.js";
import type {Patient, Remedy} from "./treatment.js";

const keyOf = ({x, y}: Split, row: number): string =>
  [...x, ...y].map(({values, size}) => values.subarray(row * size, (row + 1) * size).join()).join(";");

/** Each row once in its part, and no training row that is held out too. */
export const uniqueRows: Remedy = (patient) => [
  proposal(patient, {
    title: "each row once in its part, and no training row that is held out too",
    code: lines(
      "const keysOf = ({x, y}: {x: tf.Tensor; y: tf.Tensor}) => tf.concat([x, y].map((side) => side.reshape([side.shape[0], -1])), 1).arraySync().map(String);",
      `const heldOut = ${patient.validation ? "keysOf(validation)" : "[] as string[]"};`,
      "const keys = keysOf(train);",
      "const kept = [...keys.keys()].filter((row) => keys.indexOf(keys[row]) === row && !heldOut.includes(keys[row]));",
      "const [uniqueX, uniqueY] = [train.x.gather(kept), train.y.gather(kept)];",
      ...(patient.validation
        ? [
            "const once = [...heldOut.keys()].filter((row) => heldOut.indexOf(heldOut[row]) === row);",
            "const [heldOutX, heldOutY] = [validation.x.gather(once), validation.y.gather(once)];",
          ]
        : []),
    ),
    rows: uniqueAgainst(patient),
  }),
];

const uniqueAgainst = ({validation}: Patient): RowChange => {
  const held = new Set(validation ? upTo(validation.rows).map((row) => keyOf(validation, row)) : []);
  return (rows, {part}) => {
    const seen = new Set(part === "train" ? held : []);
    return keeping(rows, (row) => {
      const key = keyOf(rows, row);
      return !seen.has(key) && Boolean(seen.add(key));
    });
  };
};
