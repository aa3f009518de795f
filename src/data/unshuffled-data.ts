import {check, type Schedule, type Split} from "../check.js";
import type {Task} from "../case.js";
import type {Evidence} from "../finding.js";
import {digits, percent} from "../math/digits.js";
import {orderOfClasses, orderOfNumbers, type Order} from "../math/order.js";
import {mean} from "../math/stats.js";
import {sources} from "../sources.js";
import {hasClasses, labelsOf} from "./labels.js";
import {windowsIn} from "../trial/windows.js";

/** Rows that are sorted by their target and fed in that order. */
export const unshuffledData = check(
  {
    name: "unshuffled-data",
    stage: "data",
    symptom: "The loss goes up and down with the period of an epoch, and the network answers what it saw last.",
    cause:
      "Rows stand in an order that goes with the target and are fed in that order: each batch holds one kind, and unlearns the others.",
    remedy: "Leave shuffle at true; shuffle a stream before it is batched, by a buffer as large as the data: .shuffle(rows).batch(32).",
    source: {...sources.bengio, at: "section 3.1.2"},
    explains: [
      "harmful-order",
      "oscillating-loss",
      "collapsed-predictions",
      "ignored-class",
      "below-baseline",
      "ignores-inputs",
      "below-reference",
      "flat-loss",
      "overconfidence",
    ],
    needs: ["train", "schedule"],
    tasks: ["binary", "multiclass", "multilabel", "regression"],
  },
  ({train, schedule, task}) => {
    const reason = harmless({train, schedule});
    if (reason) return {verdict: "pass", summary: reason, evidence: [], certainty: "exact"};
    const {p, test, alike} = orderOf(train, {task, batchSize: batchOf({train, schedule})});
    const verdict = p >= level ? "pass" : alike >= limits.fail ? "fail" : alike >= limits.warn ? "warn" : "pass";
    const fed = train.batchSize === undefined ? "with shuffle: false" : "by a stream";
    return {
      verdict,
      summary: `the rows are fed ${fed}, and targets of one batch are ${verdict === "pass" ? "not more alike" : "more alike"} than chance makes them: intraclass correlation ${digits(alike)}; about 0 is expected, at most ${limits.warn}`,
      evidence: verdict === "pass" ? [] : [show(train, {task})],
      certainty: {p, test},
    };
  },
);

const level = 0.005;

/**
 * Intraclass correlations of the targets in batches. Measured by `npm run proof unshuffled-data` (480 rows, 20 epochs of 15 batches, five seeds; rows sorted by target plus noise) as loss of
 * skill on fresh rows: regression loses 0.03 to 0.41 where it is above 0.9, 0.02 to 0.2 at 0.53, up to 0.18 at 0.23 and up to 0.07 at 0.09, most under SGD; three clusters lose 0.04 at most.
 */
const limits = {warn: 0.1, fail: 0.5};

/** Why the order of the rows cannot harm, if it cannot. */
function harmless({train, schedule}: {train: Split; schedule: Schedule}): string | undefined {
  if (schedule.shuffle) return "fit shuffles the rows before each epoch";
  if (schedule.batchSize >= train.given) return "one batch holds all the rows: their order has no effect";
  if (windowsIn(train)) return "the rows are windows of a series in their order of time, which is not shuffled for a reason";
  return undefined;
}

/** Rows of one batch that are left when the data were thinned. */
const batchOf = ({train, schedule}: {train: Split; schedule: Schedule}): number =>
  Math.max(2, Math.round((schedule.batchSize * train.rows) / train.given));

/** The order of the classes, or of the column of numbers that is the least like chance. */
function orderOf(train: Split, {task, batchSize}: {task: Task; batchSize: number}): Order {
  const [block] = train.y;
  if (hasClasses(task, train)) return orderOfClasses(labelsOf(block!, train.rows), {batchSize});
  const orders = Array.from({length: Math.min(block!.size, mostColumns)}, (_, j) => orderOfNumbers(columnOf(train, j), {batchSize}));
  const worst = orders.reduce((a, b) => (b.p < a.p ? b : a));
  return {...worst, p: Math.min(1, worst.p * orders.length)};
}

/** Columns of targets that are looked at. */
const mostColumns = 8;

const columnOf = ({y, rows}: Split, column: number): number[] =>
  Array.from({length: rows}, (_, row) => y[0]!.values[row * y[0]!.size + column]!);

function show(train: Split, {task}: {task: Task}): Evidence {
  const values = hasClasses(task, train) ? labelsOf(train.y[0]!, train.rows) : columnOf(train, 0);
  const pieces = Math.min(200, train.rows);
  const at = (i: number) => Math.floor((i * train.rows) / pieces);
  return {
    kind: "series",
    label: "targets in the order in which they are fed",
    x: {label: `rows of ${train.rows}${train.rows < train.given ? ` (${percent(train.rows / train.given)} of all)` : ""}`},
    y: {label: hasClasses(task, train) ? "mean class" : "mean target"},
    lines: [
      {
        name: "targets",
        x: Array.from({length: pieces}, (_, i) => at(i)),
        values: Array.from({length: pieces}, (_, i) => mean(values.slice(at(i), at(i + 1)))),
      },
    ],
  };
}
