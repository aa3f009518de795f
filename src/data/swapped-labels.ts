import {check, notLearning, type Split} from "../check.js";
import {num, type Observation} from "../finding.js";
import {percent} from "../math/digits.js";
import {sources} from "../sources.js";
import {
  associationOf,
  choicesOf,
  none,
  strengthAgainst,
  strengthOf,
  strong,
  type Association,
  type Strength,
} from "../association/association.js";
import {alike, cross, type Crossing} from "../association/crossing.js";
import {relabelling} from "../association/relabelling.js";
import {targetsOf} from "../association/targets.js";

/**
 * The label arrays of two parts exchanged, or classes that mean one thing in training and another in a held-out part.
 * Swept by scripts/proof/swapped-labels: no failure in 376 healthy worlds of 60 held-out rows and more (0 to 1 %), nor with held-out labels shuffled; of these found in 73 % with arrays exchanged, in 93 % (of 233) with classes renamed.
 */
export const swappedLabels = check(
  {
    name: "swapped-labels",
    stage: "data",
    symptom: "The held-out score is at chance or far below it, however well the training rows are learned.",
    cause: "The label arrays of training and validation were exchanged, or classes were numbered differently in each part.",
    remedy: "Split rows and labels in one call; make the list of classes once, from the training labels, and use it for every part.",
    source: {...sources.crossValidated, at: "verify that the data are what you think"},
    explains: [...notLearning, "overfitting", "drifted-split", "misaligned-labels", "no-signal"],
    needs: ["train"],
    wants: ["validation", "test", "network"],
    tasks: ["binary", "multiclass", "regression", "forecast"],
  },
  ({train, validation, test, network, task}) => {
    const parts = Object.entries({validation, test}).flatMap(([name, split]) => (split && split.rows >= fewRows ? [{name, split}] : []));
    if (parts.length === 0 || train.rows < fewRows)
      return {verdict: "skip", summary: `needs ${fewRows} validation or test rows, which the case does not have`, evidence: []};
    const made = associationOf(train, {task, network});
    const own = strengthOf(made);
    for (const part of parts) {
      const found = none(own) ? exchanged(made, {...part, own}) : own.lower > strong ? renamed(made, part) : undefined;
      if (found) return found;
    }
    return {
      verdict: own.lower > 0 ? "pass" : "unsure",
      summary:
        own.lower > 0
          ? `labels mean the same in training and in ${parts.map(({name}) => name).join(" and ")}`
          : `inputs and targets of the training rows do not go together, and the labels of ${parts.map(({name}) => name).join(" and ")} do not fit them either`,
      evidence: [],
    };
  },
);

/** Rows below which neither an exchange nor a renaming can be told from chance. */
const fewRows = 60;

interface Part {
  name: string;
  split: Split;
}

/** The training inputs go with the labels of the other part, row by row. */
function exchanged(made: Association, {name, split, own}: Part & {own: Strength}): Observation | undefined {
  if (made.split.rows < made.split.given || split.rows < split.given) return undefined;
  const rows = Math.min(made.split.rows, split.rows);
  const kept = made.rows.map((row) => row < rows);
  const other = targetsOf(split, {
    task: made.task,
    rows: made.rows.map((row) => Math.min(row, rows - 1)),
    classes: made.targets.labels && made.targets.classes,
  });
  const values = other.matrix.values.map((value, i) => (kept[Math.floor(i / other.matrix.columns)] ? value : 0));
  const targets = {values, columns: other.matrix.columns};
  const crossed = strengthAgainst(made, targets);
  if (crossed.lower < strong) return undefined;
  return {
    verdict: "fail",
    summary: `the training inputs go with the ${name} labels by ${crossed.r.toFixed(2)}, with their own by ${own.r.toFixed(2)}: the label arrays are exchanged`,
    evidence: [
      {
        kind: "table",
        label: "correlation of labels with what a reference says of the training inputs",
        columns: ["labels", "reference", "correlation", "lower bound", "upper bound"],
        rows: Object.entries({training: own, [name]: crossed}).map(([labels, {by, r, lower, upper}]) => [
          labels,
          by,
          num(r),
          num(lower),
          num(upper),
        ]),
      },
    ],
    certainty: {p: 0.005, test: "bounds of the correlations (Fisher)"},
  };
}

/** What was learned of the training rows is wrong in the other part in a way that another naming of the classes, or the other sign, puts right. */
function renamed(made: Association, {name, split}: Part): Observation | undefined {
  const crossing = cross(made, {split});
  if (!made.targets.labels) return alike(made, crossing) ? reversed(crossing, {name}) : undefined;
  const {choices} = choicesOf(crossing.answers, made.targets);
  const better = relabelling(choices, {labels: crossing.targets.labels!, classes: made.targets.classes.length});
  // Classes of unequal size take their shares along: what must be alike are the shares of the classes named back.
  const centres = better?.names.map((to) => crossing.targets.centres[to] ?? 0);
  if (!better || !alike(made, {...crossing, targets: {...crossing.targets, centres: centres!}})) return undefined;
  const moved = better.names.flatMap((to, from) => (to === from ? [] : [`${made.targets.classes[from]} is ${made.targets.classes[to]}`]));
  return {
    verdict: "fail",
    summary: `the ${name} labels name other classes than the training labels: as given ${percent(better.before)} of the rows are answered right, with ${moved.slice(0, 3).join(", ")}${moved.length > 3 ? ", …" : ""} ${percent(better.after)}`,
    evidence: [
      {
        kind: "table",
        label: `what the training class is called in ${name}`,
        columns: ["training class", `${name} class`],
        rows: better.names.map((to, from) => [String(made.targets.classes[from]), String(made.targets.classes[to])]),
      },
    ],
    certainty: {p: better.p, test: "McNemar's exact test of the two namings"},
  };
}

function reversed({strength}: Crossing, {name}: {name: string}): Observation | undefined {
  if (strength.upper > -strong) return undefined;
  return {
    verdict: "fail",
    summary: `what ${strength.by} learned of the training rows correlates with the ${name} targets by ${strength.r.toFixed(2)}: they have the other sign`,
    evidence: [],
    certainty: {p: 0.005, test: "upper bound of the correlation (Fisher)"},
  };
}
