import type {Split} from "../check.js";
import {wilson} from "../math/tests.js";
import {coincidence, rowKeys} from "./rows.js";
import {classValues} from "../association/targets.js";

/** Equal rows with different labels. */
export interface Contradictions {
  /** Rows that have a copy with another label, and their share. */
  rows: number;
  share: number;
  /** Lower bound of the share at 99 %. */
  least: number;
  /** Some of them: the rows' places and their labels. */
  examples: [string, string][];
}

/** Finds equal rows with different labels; undefined where equal rows are usual: components of few values, or a design that repeats most rows. */
export function contradictions(split: Split): Contradictions | undefined {
  const keys = rowKeys(split);
  const groups = new Map<string, number[]>();
  keys.forEach((key, row) => groups.set(key, [...(groups.get(key) ?? []), row]));
  const repeated = [...groups.values()].filter((group) => group.length > 1);
  const copied = repeated.reduce((sum, group) => sum + group.length, 0);
  if (copied > split.rows / 2 || (coincidence(split, keys) * split.rows) / 2 > 0.02) return undefined;
  const labels = classValues(
    split,
    Array.from({length: split.rows}, (_, row) => row),
  );
  const clashes = repeated.filter((group) => group.some((row) => labels[row] !== labels[group[0]!]));
  const rows = clashes.reduce((sum, group) => sum + group.length, 0);
  return {
    rows,
    share: rows / split.rows,
    least: wilson(rows, {trials: split.rows, alpha: 0.02})[0],
    examples: clashes.slice(0, 12).map((group) => [
      group.slice(0, 6).join(", "),
      group
        .slice(0, 6)
        .map((row) => labels[row])
        .join(", "),
    ]),
  };
}
