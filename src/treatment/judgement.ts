import {num, type Certainty, type Evidence, type Treatment} from "../finding.js";
import {compareScores, type Gain, type Measured} from "../trial/measure.js";
import {medianLosses, thin} from "../trial/thin.js";

/** Illnesses whose cure need not raise a score: a leak's must lower it, and a wrong figure changes nothing that is learned. */
export const judgedByIllness: ReadonlySet<string> = new Set([
  "leaked-labels",
  "leaked-split",
  "duplicate-rows",
  "grouped-split",
  "future-leak",
  "constant-feature",
  "wrong-metric",
  "missing-validation",
  "class-imbalance",
  "unrepresentative-split",
  "inconsistent-classes",
  "learns-shuffled-labels",
]);

/** Illnesses whose cure is kept when it is gone and the score no worse. */
export const judgedByBoth: ReadonlySet<string> = new Set([
  "overconfidence",
  "contradictory-metrics",
  "doubtful-layer-order",
  "train-eval-gap",
]);

/** The level of the paired test, and the gain in score beside it. */
const gates = {level: 0.005, gain: 0.02};

/** Rows below which fits are compared instead of rows, and how many fits a test at the level then takes: of eight pairs all would have to agree by chance once in 256 times. */
const fewRows = 20;
const fewFits = 10;

/** Fits that a comparison takes on so many judged rows. */
export const fitsFor = (judged: number, {usual}: {usual: number}): number => (judged < fewRows ? Math.max(fewFits, usual) : usual);

/** How much better one is than the other, over rows, or over fits where rows are few; over half of the rows where the others served to choose. */
export function gainOf(before: Measured, after: Measured, chosen = false): Gain {
  if (before.scores.length < fewRows) return compareScores(before.skills, after.skills, {seed: 1});
  const some = ({scores}: Measured) => scores.filter((_, i) => !chosen || i % 2 === 1);
  return compareScores(some(before), some(after), {seed: 1});
}

/** What a remedy did. */
export interface Judgement {
  outcome: Treatment["outcome"];
  /** Whether the case goes on with it. */
  keep: boolean;
  before?: Measured;
  after?: Measured;
  gain?: Gain;
}

/** Judges a remedy by the half of the held-out rows that it was not chosen by; by all of them when it was the only one. */
export function judgeScores(
  {before, after}: {before?: Measured; after?: Measured},
  {gone, name, certain, chosen}: {gone: boolean; name: string; certain: boolean; chosen: boolean},
): Judgement {
  if (!after) return {outcome: "no-effect", keep: false, before};
  if (judgedByIllness.has(name)) return {outcome: gone ? "cured" : "no-effect", keep: gone, before, after};
  // What could not even be trained is better for being so.
  if (!before) return {outcome: gone ? "cured" : "better", keep: true, after};
  const gain = gainOf(before, after, chosen);
  const better = gain.p <= gates.level && gain.gain >= gates.gain;
  // Rows alone take the luck of a few seeds for harm; what is called better is confirmed on fresh seeds instead.
  const worse = gain.worse <= gates.level && gain.gain <= -gates.gain && Math.max(...after.skills) < Math.min(...before.skills);
  const mended = judgedByBoth.has(name) && gone && !worse;
  const outcome = better || mended ? (gone ? "cured" : "better") : worse ? "worse" : "no-effect";
  // A certain illness is not left in, even where something else still hides what its cure is worth.
  return {outcome, keep: better || mended || (certain && gone && !worse), before, after, gain};
}

/** Scores and curves. */
export function evidenceOf(
  {before, after, gain, keep, outcome}: Judgement,
  title: string,
): {evidence: readonly Evidence[]; certainty?: Certainty} {
  const both = [...(before ? [{name: "before", ...before}] : []), ...(after ? [{name: "after", ...after}] : [])];
  const evidence: Evidence[] = [
    {
      kind: "table",
      label: `before and after: ${title}`,
      columns: ["", "skill", "rows", "fits"],
      rows: both.map(({name, skill, heldOut, scores, runs}) => [
        name,
        num(Number(skill.toFixed(4)) + 0),
        `${scores.length} ${heldOut ? "held out" : "learned from"}`,
        runs.length,
      ]),
    },
    {
      kind: "series",
      label: "training loss before and after, median of the fits",
      x: {label: "step"},
      y: {label: "loss"},
      lines: both.map(({name, runs}) => ({name, ...thin(medianLosses(runs))})),
    },
  ];
  const text =
    "The illness is certain and is gone; what that is worth does not show yet: something else hides it, or the fits were cut too short.";
  if (keep && outcome === "no-effect") evidence.push({kind: "text", label: "kept all the same", text});
  return {
    evidence,
    ...(gain && {
      certainty: {
        p: Math.min(gain.p, gain.worse),
        test: `random signs over ${before && before.scores.length < fewRows ? "fits" : "held-out rows"}`,
      },
    }),
  };
}
