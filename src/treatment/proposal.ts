import type {Split} from "../check.js";
import {upTo} from "../trial/sample-rows.js";
import {subset} from "../trial/split.js";
import {change} from "./code.js";
import {withRows, type RowChange} from "./rows.js";
import type {Patient, Proposal} from "./treatment.js";

/** A proposal of other rows, by a title, the code, and the change. */
export const proposal = ({model}: Patient, {title, code, rows}: {title: string; code: string; rows: RowChange}): Proposal => ({
  title,
  change: change("", code),
  apply: (subject) => withRows(subject, {model, change: rows}),
});

/** Lines of code. */
export const lines = (...code: string[]): string => code.join("\n");

/** Code that finds a median. */
export const middleCode = "const middle = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1] ?? 0;";

/** Rows of a split that a test keeps; the split itself when it keeps all. */
export function keeping(rows: Split, test: (row: number) => boolean): Split {
  const kept = upTo(rows.rows).filter(test);
  return kept.length === rows.rows ? rows : subset(rows, kept);
}
