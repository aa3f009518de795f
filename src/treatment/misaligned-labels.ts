import type {Split} from "../check.js";
import {labelOf, realignment, type Realignment} from "../association/realignment.js";
import {reorder, upTo} from "../trial/sample-rows.js";
import {subset} from "../trial/split.js";
import {change} from "./code.js";
import {withRows, type Part} from "./rows.js";
import type {Patient, Proposal, Remedy} from "./treatment.js";

/** Labels moved by a constant number of rows, or reversed, where that brings back what goes together. */
export const realign: Remedy = (patient) => {
  const parts = (["train", "validation", "test"] as const).flatMap((part) => {
    const found = patient[part] && realignment(patient[part], patient);
    return found ? [{part, found}] : [];
  });
  if (parts.length === 0)
    return {impossible: "nothing in the rows says which label belongs to which: read both anew from where they came, side by side"};
  return [proposal(patient, parts)];
};

type Found = {part: Part; found: Realignment};

const proposal = ({model, ...patient}: Patient, parts: readonly Found[]): Proposal => ({
  title: parts.map(({part, found: {by}}) => `${part} labels ${by === undefined ? "reversed" : `moved by ${by} rows`}`).join(", "),
  change: change("", parts.map(({part, found}) => code(part, {found, rows: patient[part]!.rows})).join("\n")),
  apply: (subject) =>
    withRows(subject, {
      model,
      change: (rows, {part}) => {
        const found = parts.find((one) => one.part === part)?.found;
        return found ? moved(rows, found) : rows;
      },
    }),
});

/** Rows with the labels of others; those that get none are left out. */
function moved(split: Split, found: Realignment): Split {
  const {rows} = split;
  const from = (row: number) => labelOf(found, {row, rows});
  const kept = upTo(rows).filter((row) => from(row) >= 0 && from(row) < rows);
  return {...subset(split, kept), y: reorder(split.y, kept.map(from))};
}

function code(part: Part, {found: {by}, rows}: {found: Realignment; rows: number}): string {
  const [inputs, labels] = part === "train" ? ["inputs", "labels"] : [`${part}Inputs`, `${part}Labels`];
  if (by === undefined) return `const ${labels} = ${part}.y.reverse(0);`;
  const [from, to] = by > 0 ? [0, by] : [-by, 0];
  const kept = rows - Math.abs(by);
  return `const [${inputs}, ${labels}] = [${part}.x.slice(${from}, ${kept}), ${part}.y.slice(${to}, ${kept})];`;
}
