import type {Split} from "../check.js";

/** A held-out part of the data. */
export interface Part {
  part: "validation" | "test";
  split: Split;
}

/** The held-out parts that the case has. */
export const heldOutParts = ({validation, test}: {validation?: Split; test?: Split}): Part[] =>
  (["validation", "test"] as const).flatMap((part) => {
    const split = {validation, test}[part];
    return split ? [{part, split}] : [];
  });

/** What a check of held-out parts says when the case has none. */
export const nothingHeldOut = {
  verdict: "skip",
  summary: "needs validation or test rows, which the case does not have",
  evidence: [],
} as const;
