import {check} from "../check.js";
import type {Evidence} from "../finding.js";
import {counted, percent} from "../math/digits.js";
import {wilson} from "../math/tests.js";
import {sources} from "../sources.js";
import {windowsIn} from "../trial/windows.js";
import {coincidence, rowKeys} from "./rows.js";

/** The same rows over and over: the network hears them more often, and a split cuts through the copies. */
export const duplicateRows = check(
  {
    name: "duplicate-rows",
    stage: "data",
    symptom: "The held-out score is far better than on new data, or some rows outweigh all others.",
    cause: "Rows were joined, sampled or exported twice; copies weigh double, and when the table is split they fall on both sides.",
    remedy: "Remove the copies before you split; to weigh rare classes use classWeight.",
    source: {...sources.deepchecks, at: "Data Duplicates: 5 %"},
    explains: ["leaked-split", "overfitting"],
    needs: ["train"],
  },
  ({train}) => {
    const keys = rowKeys(train);
    const {copies, groups} = copiesOf(keys);
    const chance = coincidence(train, keys);
    // How many of the rows would repeat one before them by chance alone.
    const natural = Math.min(1, (chance * train.rows) / 2);
    const [least] = wilson(copies, {trials: train.rows});
    const share = copies / train.rows;
    const discrete = natural > 0.02;
    const periodic = copies > 0 && windowsIn(train) !== undefined;
    const verdict = discrete || periodic || copies < 5 ? "pass" : least > many ? "fail" : least > some ? "warn" : "pass";
    return {
      verdict,
      summary: discrete
        ? `${percent(share)} of the rows occur before; with components of so few values that is chance`
        : periodic
          ? `${percent(share)} of the rows occur before: the windows are of a series that repeats itself`
          : `${percent(share)} of the rows (${copies} of ${train.rows}) are copies of a row before; expected less than ${percent(some)}`,
      evidence: verdict === "pass" ? [] : [show(groups)],
      certainty: "exact",
    };
  },
);

/** Shares of copies that deserve a warning (deepchecks) and a failure. */
const some = 0.05;
const many = 0.1;

function copiesOf(keys: readonly string[]): {copies: number; groups: number[][]} {
  const rows = new Map<string, number[]>();
  keys.forEach((key, row) => rows.set(key, [...(rows.get(key) ?? []), row]));
  const groups = [...rows.values()].filter((group) => group.length > 1).sort((a, b) => b.length - a.length);
  return {copies: keys.length - rows.size, groups};
}

const show = (groups: readonly number[][]): Evidence => ({
  kind: "table",
  label: `rows that occur more than once (${counted(groups.length, "group")})`,
  columns: ["times", "rows"],
  rows: groups.slice(0, 12).map((group) => [group.length, `${group.slice(0, 8).join(", ")}${group.length > 8 ? ", …" : ""}`]),
});
