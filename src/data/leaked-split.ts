import {check, type Split} from "../check.js";
import {percent} from "../math/digits.js";
import {wilson} from "../math/tests.js";
import {sources} from "../sources.js";
import {heldOutParts, nothingHeldOut} from "./parts.js";
import {windowsIn} from "../trial/windows.js";
import {coincidence, rowKeys} from "./rows.js";

/** Rows of one part that occur in the training rows. */
interface Overlap {
  part: string;
  rows: number;
  found: number;
  /** Lower bound of the share at 99 %. */
  least: number;
  examples: [number, number][];
}

/** The same rows to learn from and to judge by. */
export const leakedSplit = check(
  {
    name: "leaked-split",
    stage: "data",
    symptom: "The held-out score is far better than on new data.",
    cause: "Rows of the validation or test part are among the training rows: the score measures memory.",
    remedy: "Remove duplicates first, then split; give all rows of one subject to one side.",
    source: {...sources.kaufman},
    explains: ["overfitting", "learns-shuffled-labels"],
    needs: ["train"],
    wants: ["validation", "test"],
  },
  ({train, validation, test}) => {
    const parts = heldOutParts({validation, test});
    if (parts.length === 0) return nothingHeldOut;
    const keys = rowKeys(train);
    // A row has a twin, as in a series that repeats itself, among the training rows by chance with this probability at most.
    const repeats = windowsIn(train) !== undefined && new Set(keys).size < keys.length;
    const natural = repeats ? 1 : 1 - (1 - coincidence(train, keys)) ** train.rows;
    const overlaps = parts.map(({part, split}) => overlap(split, {part, keys})).sort((a, b) => b.least - a.least);
    const worst = overlaps[0]!;
    const verdict = natural > 0.5 || worst.found < 2 || worst.least <= natural ? "pass" : worst.least > natural + leak ? "fail" : "warn";
    return {
      verdict,
      summary: `${percent(worst.found / worst.rows)} of the ${worst.part} rows (${worst.found} of ${worst.rows}) are among the training rows; ${natural > 0.005 ? `up to ${percent(natural)} by chance` : "expected none"}`,
      evidence:
        verdict === "pass"
          ? []
          : [
              {
                kind: "table",
                label: "the same rows on both sides",
                columns: ["part", "row", "training row"],
                rows: worst.examples.map(([row, twin]) => [worst.part, row, twin]),
              },
            ],
      certainty: "exact",
    };
  },
);

/** Share of held-out rows beyond chance that makes a score a memory: a hundredth of them moves an accuracy by a hundredth at most. */
const leak = 0.01;

function overlap(split: Split, {part, keys}: {part: string; keys: readonly string[]}): Overlap {
  const known = new Map(keys.map((key, row) => [key, row] as const));
  const twins = rowKeys(split).flatMap((key, row): [number, number][] => (known.has(key) ? [[row, known.get(key)!]] : []));
  return {
    part,
    rows: split.rows,
    found: twins.length,
    least: wilson(twins.length, {trials: split.rows, alpha: 0.02})[0],
    examples: twins.slice(0, 12),
  };
}
