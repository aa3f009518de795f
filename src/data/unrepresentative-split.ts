import type {Task} from "../case.js";
import {check, type Split} from "../check.js";
import type {Evidence, Observation, Verdict} from "../finding.js";
import {compareCounts, compareSorted, type Apart} from "../math/compare.js";
import {digits, percent} from "../math/digits.js";
import {orderOfClasses} from "../math/order.js";
import {counts, extent, histogram, mean} from "../math/stats.js";
import {sources} from "../sources.js";
import {classNameOf, hasClasses, labelsOf} from "./labels.js";
import {heldOutParts, nothingHeldOut, type Part} from "./parts.js";
import {windowsIn} from "../trial/windows.js";

/** What the targets of a held-out part say of its choice. */
interface Judged extends Apart {
  part: Part;
  verdict: Verdict;
  /** What differs, as the summary says it. */
  because: string;
}

/** Held-out rows whose targets are not those of the training rows, or that are too few to judge by. */
export const unrepresentativeSplit = check(
  {
    name: "unrepresentative-split",
    stage: "data",
    symptom: "The held-out score has nothing to do with the training score, or jumps from epoch to epoch.",
    cause:
      "The held-out rows are the tail of a sorted table, or so few that chance decides the score; validationSplit takes the last rows as they stand.",
    remedy: "Shuffle the rows before you split, within each class; hold out a fifth, at least 30 rows.",
    source: {...sources.deepchecks, at: "Label Drift"},
    explains: [
      "drifted-split",
      "preprocessing-mismatch",
      "inconsistent-classes",
      "overfitting",
      "below-baseline",
      "ignores-inputs",
      "below-reference",
      "overconfidence",
      "ignored-class",
    ],
    needs: ["train"],
    wants: ["validation", "test"],
    tasks: ["binary", "multiclass", "multilabel", "regression", "forecast"],
  },
  ({train, validation, test, task}): Observation => {
    const parts = heldOutParts({validation, test});
    if (parts.length === 0) return nothingHeldOut;
    const judged = parts.map((part) => tiny(train, part) ?? compare(train, {part, task})).sort((a, b) => badness(b) - badness(a));
    const [worst] = judged;
    const {verdict, because, p, test: name} = worst!;
    return {
      verdict,
      summary: because,
      evidence: verdict === "pass" || name === "exact" ? [] : [show(train, {part: worst!.part, task})],
      certainty: name === "exact" ? "exact" : {p, test: name},
    };
  },
);

const badness = ({verdict, distance}: Judged): number => ["pass", "warn", "fail"].indexOf(verdict) + distance;

const level = 0.005;

/**
 * Distances of the targets' distributions: half the sum of differences in the classes' shares (deepchecks warns of label drift at 0.15), the Kolmogorov-Smirnov distance for numbers.
 * By `npm run proof split-limits` with a fifth held out, 1 of 12000 healthy splits of 60 to 1000 rows fails and 22 warn; where 0.2, 0.4 and 0.6 of the held-out rows are made the rarest of five classes,
 * 45, 96 and 100 of 100 are seen at 200 rows, 97 and more at 1000, and 18 at 60 at most; normal numbers that move by a deviation are seen in 42, 96 and 100 of 100 at 60, 200 and 1000 rows.
 * From 0.3 on a constant answer that is right in training gains or loses a third of the rows.
 */
const limits = {warn: 0.15, fail: 0.3};

/** Rows below which an accuracy is known to ± 0.2 and ± 0.3 at best (Wilson's interval at one half), and training rows from which on more could be spared. */
const few = {warn: 20, fail: 10, spare: 100};

function tiny(train: Split, part: Part): Judged | undefined {
  const {given} = part.split;
  if (given >= few.warn || train.given < few.spare) return undefined;
  const because = `only ${given} ${part.part} rows are held out beside ${train.given}: an accuracy of one half is known to ± ${percent(1 / Math.sqrt(given + 4))}; at least 30 rows are expected`;
  return {part, verdict: given < few.fail ? "fail" : "warn", because, p: 0, distance: 1, test: "exact"};
}

function compare(train: Split, {part, task}: {part: Part; task: Task}): Judged {
  const classes = hasClasses(task, train);
  const sorted = isSorted(train, {task});
  const {p, distance, test, balanced} = classes ? compareClasses(train, {held: part.split, sorted}) : compareNumbers(train, part.split);
  const differs = p < level && distance >= limits.warn;
  // Numbers that moved with their inputs are a drift; classes that were made equally many, and later times, were chosen so.
  const meant = task === "forecast" || windowsIn(train) !== undefined || (classes ? balanced : !sorted && distance < beyond);
  const what = classes ? "the shares of the classes" : "the distributions of the targets";
  return {
    ...{part, p, distance, test},
    verdict: !differs ? "pass" : distance < limits.fail || meant ? "warn" : "fail",
    because: `${differs && sorted ? "the training rows are sorted, and " : ""}${what} differ by ${digits(distance)} between training and ${part.part}${differs && balanced ? ", of which one was balanced" : ""}; less than ${limits.warn} is expected`,
  };
}

/** Distance of numbers from which on the held-out ones lie beyond the training ones, as the end of a sorted table does. */
const beyond = 0.9;

/** Compares the classes that both sides have, or all where the training rows are sorted: other classes of one side are `inconsistent-classes`. */
function compareClasses(train: Split, {held, sorted}: {held: Split; sorted: boolean}): Apart & {balanced: boolean} {
  const [learned, judged] = tallies(train, held);
  const all = [...new Set([...learned.keys(), ...judged.keys()])];
  const kinds = sorted ? all : all.filter((label) => learned.has(label) && judged.has(label));
  const sides = [learned, judged].map((tally) => kinds.map((label) => tally.get(label) ?? 0)) as [number[], number[]];
  return {...compareCounts(...sides), balanced: !sorted && kinds.length > 1 && sides.some(isBalanced)};
}

const tallies = (train: Split, held: Split) =>
  [train, held].map((side) => counts(labelsOf(side.y[0]!, side.rows))) as [Map<number, number>, Map<number, number>];

/** True for classes of which each is within a quarter of the even share: someone drew as many of each. */
const isBalanced = (side: readonly number[]): boolean => side.every((count) => Math.abs(count - mean(side)) <= 0.25 * mean(side));

function compareNumbers(train: Split, held: Split): Apart & {balanced: boolean} {
  const columns = Array.from({length: Math.min(train.y[0]!.size, mostColumns)}, (_, j) =>
    compareSorted(Float64Array.from(targets(train, j)).sort(), Float64Array.from(targets(held, j)).sort()),
  );
  const worst = columns.reduce((a, b) => (b.distance > a.distance ? b : a));
  return {...worst, p: Math.min(1, worst.p * columns.length), balanced: false};
}

/** Columns of targets that are compared. */
const mostColumns = 8;

const targets = ({y, rows}: Split, column: number): number[] =>
  Array.from({length: rows}, (_, row) => y[0]!.values[row * y[0]!.size + column]!).filter(Number.isFinite);

/** True where the training rows stand in the order of their targets: in blocks of one class, or from the smallest number to the largest. */
function isSorted(train: Split, {task}: {task: Task}): boolean {
  const batchSize = Math.max(2, Math.min(32, Math.floor(train.rows / 10)));
  if (!hasClasses(task, train)) return Math.abs(rankCorrelation(targets(train, 0))) >= 0.9;
  const {p, alike} = orderOfClasses(labelsOf(train.y[0]!, train.rows), {batchSize});
  return p < level && alike >= 0.5;
}

/** Spearman's correlation of values with their place, ties in the order given. */
function rankCorrelation(values: readonly number[]): number {
  const n = values.length;
  const order = values.map((_, row) => row).sort((a, b) => values[a]! - values[b]!);
  return 1 - (6 * order.reduce((sum, row, rank) => sum + (row - rank) ** 2, 0)) / (n * (n * n - 1));
}

function show(train: Split, {part: {part, split}, task}: {part: Part; task: Task}): Evidence {
  if (!hasClasses(task, train)) return showNumbers([targets(train, 0), targets(split, 0)], part);
  const [learned, judged] = tallies(train, split);
  const labels = [...new Set([...learned.keys(), ...judged.keys()])].sort((a, b) => a - b).slice(0, 30);
  const rows = labels.map((label) => [
    classNameOf(train, label),
    percent((learned.get(label) ?? 0) / train.rows),
    percent((judged.get(label) ?? 0) / split.rows),
  ]);
  return {kind: "table", label: "share of each class", columns: ["class", "training", part], rows};
}

function showNumbers([learned, judged]: readonly [number[], number[]], part: string): Evidence {
  const range = extent([...learned, ...judged]);
  const [a, b] = [histogram(learned, {range}), histogram(judged, {range})];
  const series = [
    {name: "training", counts: a.counts},
    {name: part, counts: b.counts},
  ];
  return {kind: "histogram", label: "targets of both sides", x: {label: "target"}, edges: a.edges, series};
}
