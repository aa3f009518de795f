import {check, type Split} from "../check.js";
import {num, type Evidence, type Observation} from "../finding.js";
import {compareSorted} from "../math/compare.js";
import {digits, percent} from "../math/digits.js";
import {sources} from "../sources.js";
import {subset} from "../trial/split.js";
import {columns, spread, type Column} from "./columns.js";
import {looksUp} from "../trial/entry.js";
import {heldOutParts} from "./parts.js";
import {apart} from "./telling-apart.js";

/** How one component of a held-out part differs from the training rows. */
interface Shift {
  part: string;
  train: Column;
  held: Column;
  /** Difference of the means in training deviations. */
  moved: number;
  /** Held-out width over training width, each from the 5 % to the 95 % quantile. */
  width: number;
  /** Probability of distributions as far apart as these in parts of one kind. */
  p: number;
  drifted: boolean;
}

/** Held-out inputs that are distributed, or scaled, differently from the training rows. */
export const driftedSplit = check(
  {
    name: "drifted-split",
    stage: "data",
    symptom: "The training loss is low, the validation loss high from the start.",
    cause:
      "Held-out rows were scaled with other statistics than the training rows, or come from another place or time, so that inputs lie elsewhere or go together otherwise.",
    remedy:
      "Compute the mean and deviation from the training rows and apply these to every part; shuffle before you split, unless order matters.",
    source: {...sources.deepchecks, at: "Feature Drift"},
    explains: ["overfitting", "below-baseline", "ignores-inputs", "below-reference", "preprocessing-mismatch", "overconfidence"],
    needs: ["train"],
    wants: ["validation", "test", "network"],
  },
  ({train, validation, test, network, task}): Observation => {
    const parts = heldOutParts({validation, test}).filter(({split}) => split.rows >= fewRows);
    if (parts.length === 0 || train.rows < fewRows)
      return {verdict: "skip", summary: `needs ${fewRows} validation or test rows, which the case does not have`, evidence: []};
    const skip = (i: number) => looksUp(network, network?.inputs[i]?.name ?? train.x[i]!.name);
    const judged = parts.map(({part, split}) => shifts(train, {part, split, skip}));
    const worst = judged.reduce((a, b) => (share(b) > share(a) ? b : a));
    const drifted = worst.filter((shift) => shift.drifted).sort((a, b) => badness(b) - badness(a));
    const [first] = drifted;
    if (!first) return apart(train, {parts, task, network}) ?? quiet(parts.map(({part}) => part).join(" and "));
    const most = share(worst) >= half;
    const wanders = most && stretches(train).some((stretch) => share(shifts(stretch.rest, {part: "", split: stretch.piece, skip})) >= half);
    return {
      verdict: most && !wanders ? "fail" : "warn",
      summary: `${wanders ? "the rows wander, and stretches of training differ among themselves as much: " : ""}${percent(share(worst))} of the inputs differ between training and ${first.part}: ${first.train.name} is ${digits(first.held.mean)} ± ${digits(first.held.deviation)} where the training rows have ${digits(first.train.mean)} ± ${digits(first.train.deviation)}`,
      evidence: show(drifted),
      certainty: {p: Math.min(1, worst.length * first.p), test: "Kolmogorov-Smirnov"},
    };
  },
);

const quiet = (parts: string): Observation => ({
  verdict: "pass",
  summary: `no input of ${parts} differs from the training rows by more than a deviation, or by half its width, and no rule tells the rows apart`,
  evidence: [],
  certainty: {p: 1, test: "Kolmogorov-Smirnov"},
});

/** Rows below which quantiles say nothing. */
const fewRows = 30;

/** Share of drifted inputs from which on the parts are not of one kind. */
const half = 0.5;

const level = 0.005;

/** Chance shifts stay below these for 30 rows: 1 deviation of the mean is 5 standard errors, half the width 4. */
const limits = {moved: 1, width: 2};

function shifts(train: Split, {part, split, skip}: {part: string; split: Split; skip: (input: number) => boolean}): Shift[] {
  return train.x.flatMap((block, i) => {
    if (skip(i) || !split.x[i]) return [];
    const held = columns(split.x[i]);
    return columns(block).flatMap((column, j) =>
      column.binary || column.deviation === 0 || !held[j]?.sorted.length ? [] : [compare(column, {held: held[j], part})],
    );
  });
}

/** Quarters of the training rows in their order, each with the rest: where these differ too, the rows follow a time or a place in which they wander, and no step of the preparation is to blame. */
function stretches(train: Split): {piece: Split; rest: Split}[] {
  const rows = Array.from({length: train.rows}, (_, row) => row);
  return [0, 1, 2, 3].map((i) => {
    const within = (row: number) => Math.floor((4 * row) / train.rows) === i;
    return {
      piece: subset(train, rows.filter(within)),
      rest: subset(
        train,
        rows.filter((row) => !within(row)),
      ),
    };
  });
}

function compare(train: Column, {held, part}: {held: Column; part: string}): Shift {
  const moved = Math.abs(held.mean - train.mean) / train.deviation;
  const [before, after] = [spread(train), spread(held)];
  // A zero-inflated component has no width: its mean alone tells.
  const width = before > 0 && after > 0 ? after / before : 1;
  const {p} = compareSorted(train.sorted, held.sorted);
  const apart = moved > limits.moved || width > limits.width || width < 1 / limits.width;
  return {part, train, held, moved, width, p, drifted: apart && p < level};
}

const share = (all: readonly Shift[]): number => (all.length ? all.filter(({drifted}) => drifted).length / all.length : 0);

const badness = ({moved, width}: Shift): number => moved + Math.abs(Math.log2(width));

function show(drifted: readonly Shift[]): Evidence[] {
  const rows = drifted
    .slice(0, 12)
    .map(({train, held}) => [train.name, ...[train.mean, train.deviation, held.mean, held.deviation].map(num)]);
  return [
    {
      kind: "table",
      label: `inputs that differ in ${drifted[0]!.part}`,
      columns: ["input", "mean in training", "deviation in training", `mean in ${drifted[0]!.part}`, `deviation in ${drifted[0]!.part}`],
      rows,
    },
  ];
}
