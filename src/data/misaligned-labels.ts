import {check, notLearning, type Split} from "../check.js";
import {num, type Observation} from "../finding.js";
import {sources} from "../sources.js";
import {associationOf, none, strengthOf, strong, type Association, type Strength} from "../association/association.js";
import {alike, cross} from "../association/crossing.js";
import {bestShift, isSorted} from "../association/shifts.js";

/**
 * Rows and labels that no longer belong together: one was shuffled, sorted, shifted or filtered without the other. Swept by scripts/proof/misaligned-labels over worlds of 60 to 1500 rows:
 * no failure in 630 healthy ones (0 to 0.6 %), with or without held-out rows, nor in 108 without signal; found in 74 % with labels moved, reversed or sorted, in 57 % with training labels
 * shuffled beside intact held-out rows; the others have too few rows or rows that follow each other so closely that a move does little.
 */
export const misalignedLabels = check(
  {
    name: "misaligned-labels",
    stage: "data",
    symptom: "The training loss falls only by memorising; held-out rows are answered no better than by chance.",
    cause: "Inputs or labels were shuffled, sorted, shifted or filtered without the other, so that rows have the labels of other rows.",
    remedy: "Keep each row and its label in one table until the last step; shuffle, sort and filter indices, and apply these to both.",
    source: {...sources.crossValidated, at: "verify that the data are what you think"},
    explains: [
      ...notLearning,
      "no-signal",
      "label-noise",
      "overfitting",
      "too-small-model",
      "bottleneck",
      "too-few-steps",
      "learning-rate-too-low",
      "learning-rate-too-high",
      "over-regularised",
      "batch-size",
    ],
    needs: ["train"],
    wants: ["validation", "test", "network"],
    tasks: ["binary", "multiclass", "multilabel", "regression", "forecast"],
  },
  ({train, validation, test, network, task}) => {
    const made = associationOf(train, {task, network});
    const own = strengthOf(made);
    if (train.rows < fewRows && own.lower <= 0)
      return {
        verdict: "unsure",
        summary: `${train.rows} rows are too few to tell whether inputs and targets go together; ${fewRows} would do`,
        evidence: [],
      };
    const parts = Object.entries({validation, test}).flatMap(([name, split]) =>
      split && split.rows >= fewHeldOut ? [{name, split, strength: strengthOf(associationOf(split, {task, network}))}] : [],
    );
    if (none(own)) return unpaired(made, {own, parts});
    const lost = parts.find((part) => isLost(made, {...part, own}));
    if (lost)
      return misaligned(`the training rows and their targets go together by ${show(own.r)}, the ${lost.name} rows and theirs do not`, {
        "the training rows": own,
        [`the ${lost.name} rows`]: lost.strength,
      });
    const verb = own.lower > 0 ? "go together" : "may go together";
    return {verdict: own.lower > 0 ? "pass" : "unsure", summary: `inputs and targets ${verb}: ${told(own)}`, evidence: []};
  },
);

/** Rows below which a correlation of 0.35 cannot be told from none: 2.6 / √n. */
const fewRows = 60;

/** Held-out rows that can have a sure correlation of their own. */
const fewHeldOut = 60;

/** Correlation that the training rows must surely have before held-out rows without any are called mixed up. */
const surely = 0.5;

interface Part {
  name: string;
  split: Split;
  strength: Strength;
}

/** Nothing goes together in the training rows: does it in another part, or after a move of the labels? */
function unpaired(made: Association, {own, parts}: {own: Strength; parts: readonly Part[]}): Observation {
  const intact = parts.find(({strength}) => strength.lower > strong && strength.lower > 1.5 * own.upper);
  if (intact)
    return misaligned(
      `the ${intact.name} rows and their targets go together by ${show(intact.strength.r)}, the training rows and theirs do not: ${told(own)}`,
      {"the training rows": own, [`the ${intact.name} rows`]: intact.strength},
    );
  const shift = bestShift(made);
  if (shift)
    return misaligned(`the targets fit ${shift.name}, by ${show(shift.strength.r)}; as given, ${told(own)}`, {
      "as given": own,
      [shift.name]: shift.strength,
    });
  if (isSorted(made)) return misaligned(`the labels are in sorted order, the inputs do not follow them: ${told(own)}`, {"as given": own});
  return {
    verdict: "unsure",
    summary: `${told(own)}, and in no other order that was tried the targets fit; look at some rows: they were mixed up, or the inputs say nothing`,
    evidence: [],
  };
}

/** True when held-out rows of the same kind have lost what goes together in the training rows. */
function isLost(made: Association, {split, strength, own}: Part & {own: Strength}): boolean {
  if (own.lower < surely || strength.lower > 0 || strength.upper > own.lower) return false;
  const crossing = cross(made, {split});
  const {lower, upper} = crossing.strength;
  return lower <= 0 && upper < own.lower && upper > -strong && alike(made, crossing);
}

function misaligned(summary: string, strengths: Readonly<Record<string, Strength>>): Observation {
  return {
    verdict: "fail",
    summary,
    evidence: [
      {
        kind: "table",
        label: "correlation of targets with what a reference says that left each row out",
        columns: ["rows", "reference", "correlation", "lower bound", "upper bound"],
        rows: Object.entries(strengths).map(([rows, {by, r, lower, upper}]) => [rows, by, num(r), num(lower), num(upper)]),
      },
    ],
    certainty: {p: 0.005, test: "bounds of the correlations (Fisher)"},
  };
}

const show = (r: number): string => r.toFixed(2);

const told = ({r, lower, upper, by}: Strength): string =>
  `what ${by} said of each row left out correlates with its target by ${show(r)} (${show(lower)} to ${show(upper)})`;
