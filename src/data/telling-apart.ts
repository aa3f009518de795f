import type {Task} from "../case.js";
import type {Network, Split} from "../check.js";
import {num, type Evidence, type Observation} from "../finding.js";
import {digits, percent} from "../math/digits.js";
import {correlation} from "../math/rank.js";
import {deviation, mean} from "../math/stats.js";
import type {Clue} from "./domain-rule.js";
import {recipeOf, type Recipe} from "../association/features.js";
import type {Part} from "./parts.js";
import {separation, type Separation} from "./separation.js";

/**
 * Probabilities that a held-out row looks more like one than a training row does. Measured by `npm run proof drifted-split` with a quarter held out of 300 and 1000 rows: healthy tables reach
 * 0.62 and 0.57 once in a hundred; a correlation of 0.8 between two of 20 columns that is turned round reaches 0.73 and 0.79 (found in 81 and 100 of 100), one of 0.6 0.67 and 0.72 (38, 99),
 * one column of 20 that moves by 0.9 deviations 0.62 and 0.68 (15, 85), all columns 1.4 times as wide 0.73 and 0.8 (79, 100); 120 rows show next to nothing.
 * Of 3960 healthy splits, series and subjects among them, the check failed 3 and warned of 232, all but 4 of them series and subjects of few rows.
 */
const limits = {warn: 0.65, fail: 0.9};

/** How much farther apart than pieces of the training rows among themselves the parts must be: series and subjects, whose pieces are apart too, alarm in up to 10 of 100 splits at 1.5, in 3 at 2. */
const beyond = 2;

const level = 0.005;

/** What is said where no column differs much by itself, but a rule tells the parts apart: many small shifts, or columns that go together otherwise. */
export function apart(
  train: Split,
  {parts, task, network}: {parts: readonly Part[]; task: Task; network?: Network},
): Observation | undefined {
  const found = parts.flatMap((part) => {
    const made = separation(train, {held: part.split, task, network, least: limits.warn});
    return made && made.p * parts.length < level && made.auc - 0.5 > beyond * (made.within - 0.5) ? [{...made, part}] : [];
  });
  if (found.length === 0) return undefined;
  const worst = found.reduce((a, b) => (b.auc > a.auc ? b : a));
  const {part} = worst.part;
  const sides = relation(train, {found: worst, held: worst.part.split, recipe: recipeOf(train, {network})});
  return {
    verdict: worst.auc >= limits.fail ? "fail" : "warn",
    summary: `a rule of the inputs tells ${part} rows from training rows ${percent(worst.auc)} of the time, where one half is chance and less than ${percent(limits.warn)} expected${sides ? `: ${sides.told}` : ""}`,
    evidence: [...show(worst), ...(sides ? [sides.table] : [])],
    certainty: {p: Math.min(1, worst.p * parts.length), test: "rank sum of rows that the rule has not seen"},
  };
}

function show({auc, within}: Separation): Evidence[] {
  return [
    {kind: "number", label: "held-out rows told from training rows", value: num(auc), expected: 0.5},
    {kind: "number", label: "pieces of the training rows told from the others, at most", value: num(within), expected: 0.5},
  ];
}

/** What tells most, in figures of both sides; undefined where the rule's columns are no longer the inputs. */
function relation(
  train: Split,
  {found, held, recipe}: {found: Separation; held: Split; recipe: Recipe},
): {told: string; table: Evidence} | undefined {
  if (!recipe.complete) return undefined;
  const names = train.x.flatMap(({names: of, size}) => Array.from({length: size}, (_, j) => of[j] ?? `x${j + 1}`));
  const [a, b] = [figure(found.clue, {split: train, rows: found.rows.train}), figure(found.clue, {split: held, rows: found.rows.held})];
  const [one, other] = found.clue.columns.map((column) => names[column]!);
  const what =
    other === undefined ? `the mean of ${one}` : one === other ? `the deviation of ${one}` : `the correlation of ${one} and ${other}`;
  return {
    told: `${what} is ${digits(b)} where the training rows have ${digits(a)}`,
    table: {kind: "table", label: "what tells most surely", columns: ["of", "in training", "held out"], rows: [[what, num(a), num(b)]]},
  };
}

function figure({columns: [a, b]}: Clue, {split, rows}: {split: Split; rows: readonly number[]}): number {
  const values = (column: number) => {
    let at = column;
    const block = split.x.find(({size}) => (at < size ? true : ((at -= size), false)))!;
    return rows.map((row) => block.values[row * block.size + at]!).map((value) => (Number.isFinite(value) ? value : 0));
  };
  const first = values(a!);
  return b === undefined ? mean(first) : a === b ? deviation(first) : correlation(first, values(b));
}
