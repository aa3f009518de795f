import {check, type Block, type Split} from "../check.js";
import {percent} from "../math/digits.js";
import {binomialTail} from "../math/exact.js";
import {counts} from "../math/stats.js";
import {sources} from "../sources.js";
import {heldOutParts, nothingHeldOut, type Part} from "./parts.js";
import {continuations, stepsOf} from "../trial/windows.js";

/** Held-out windows of a series whose next window was learned from. */
interface Leak {
  part: string;
  rows: number;
  /** Held-out rows with the training row that goes on where they end. */
  next: readonly [number, number][];
  stride: number;
  /** Share of the held-out rows that would be continued by chance at most. */
  chance: number;
  /** Probability of as many by such a chance. */
  p: number;
}

/** A series that was split by chance: the network has learned from what comes after the rows that it is judged on. */
export const futureLeak = check(
  {
    name: "future-leak",
    stage: "data",
    symptom: "The held-out score of a forecast is far better than what comes true later.",
    cause:
      "Overlapping windows of a series were shuffled before the split: the value to be forecast stands among the inputs of training rows.",
    remedy: "Split by time: learn from the first part of the series, judge on the last, and leave a gap as long as a window between them.",
    source: {...sources.kaufman, at: "section 4.2"},
    explains: ["grouped-split", "leaked-split", "overfitting"],
    needs: ["train"],
    wants: ["validation", "test"],
  },
  ({train, validation, test}) => {
    const parts = heldOutParts({validation, test});
    if (parts.length === 0) return nothingHeldOut;
    const leaks = parts.flatMap((part) => leak(train, part) ?? []).sort((a, b) => b.next.length / b.rows - a.next.length / a.rows);
    const [worst] = leaks;
    if (!worst)
      return {
        verdict: "pass",
        summary: "the rows are no overlapping windows of a series that could be told apart",
        evidence: [],
        certainty: "exact",
      };
    const share = worst.next.length / worst.rows;
    const verdict =
      worst.next.length < 3 || worst.p >= level || share < some + worst.chance ? "pass" : share < many + worst.chance ? "warn" : "fail";
    return {
      verdict,
      summary: `${percent(share)} of the ${worst.part} windows (${worst.next.length} of ${worst.rows}) are continued by a training row; at most one is expected where a series is cut`,
      evidence:
        verdict === "pass"
          ? []
          : [
              {
                kind: "table",
                label: `windows whose next window, ${worst.stride} on, was learned from`,
                columns: [`${worst.part} row`, "training row"],
                rows: worst.next.slice(0, 12),
              },
            ],
      certainty: "exact",
    };
  },
);

/**
 * Shares of held-out windows with a later one in training: a series cut in several places has a few; one split by chance has nearly as many as rows are learned from. By `npm run proof split-limits` (windows of 8 steps)
 * 5 of 12000 healthy splits of 60 to 1000 rows fail and 1 warns, series of two or three values among them; a fifth of the rows that is held out by chance is always found, also where half of the training rows are left
 * out; where four fifths are, 64 to 100 of 100 are found.
 */
const some = 0.02;
const many = 0.2;

const level = 0.005;

/** Steps between windows that are tried. */
const strides = [1, 2, 3, 4, 5, 6, 7, 8];

/** Share of the training windows that begin alike above which a series repeats itself, and what comes next can't be told. */
const repeated = 0.1;

/** Numbers in the windows of one part above which they are not compared. */
const largest = 4_000_000;

function leak(train: Split, {part, split}: Part): Leak | undefined {
  const [block, other] = [train.x[0]!, split.x[0]!];
  const time = stepsOf(block);
  if (!time || block.values.length > largest) return undefined;
  const tried = strides.filter((stride) => time.steps - stride >= Math.max(2, time.steps / 2));
  const found = tried.map((stride): Leak | undefined => {
    const {next, copies} = continuations(other, {train: block, stride});
    // A beginning that occurs before is met again by later rows too, so that about twice the copies are met by chance.
    const chance = byChance(block, {copies, rows: train.rows, compared: (time.steps - stride) * time.width});
    const p = binomialTail(next.length, {trials: split.rows, chance});
    return copies > repeated * train.rows ? undefined : {part, rows: split.rows, next, stride, chance, p};
  });
  const beyond = ({next, chance}: Leak) => next.length - chance * split.rows;
  return found.reduce((a, b) => (b && (!a || beyond(b) > beyond(a)) ? b : a), undefined);
}

/**
 * Share of rows that are continued by chance at most, the lower of two bounds: by the training rows that begin alike (the mean of a Poisson count is below this in 995 of 1000), and by how often two values
 * agree, of which the square root is taken since neighbours go together.
 */
function byChance({values}: Block, {copies, rows, compared}: {copies: number; rows: number; compared: number}): number {
  const some = values.slice(0, 4000);
  const agreement = [...counts(some).values()].reduce((sum, count) => sum + (count * Math.max(1, count - 1)) / some.length ** 2, 0);
  const most = copies + 2.6 * Math.sqrt(copies + 1) + 2.7;
  return Math.min(1, (2 * most) / rows, rows * agreement ** (compared / 2));
}
