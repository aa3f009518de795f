import type {Task} from "../case.js";
import {check, type Network, type Predictions, type Split} from "../check.js";
import {num} from "../finding.js";
import {digits, percent} from "../math/digits.js";
import {hypergeometricTail} from "../math/exact.js";
import {mean, quantile} from "../math/stats.js";
import {sources} from "../sources.js";
import {most} from "../trial/outcome.js";
import {read, type Classes} from "../trial/reading.js";
import {choices} from "../trial/skill.js";
import {answers, judgedRuns} from "./answers.js";

/** Level of all slices together. */
const level = 0.005;

/**
 * How much more often than the rest a slice must err, and in points than the network itself expects where the slice is a range of a feature: rows near a border err more in
 * any good network, and it says so. By `npm run proof power` (100 worlds each of 100 to 800 held-out rows) the best possible network, right in 92 %,
 * is warned of in at most 1 % (10 to 70 % without its own doubt); a slice labelled by lot is seen in 45, 81 and 96 % with 100, 200 and 800 rows, in 89 to 100 % beside one that is right in 98 %.
 */
const gates = {times: 3, points: 0.15};

/** Rows that a slice needs, features that are sliced at most, and parts that a feature is cut into. */
const limits = {rows: 20, features: 40, parts: 4};

/** A class, or a range of one feature, on which the network errs far more often than on the rest of the held-out rows. */
export const weakSlice = check(
  {
    name: "weak-slice",
    stage: "metrics",
    symptom: "The overall score is good, but one kind of row is mostly wrong.",
    cause: "The slice is rare among the training rows, was labelled or measured otherwise, or needs a feature that is missing.",
    remedy: "Look at rows of the slice; gather more of them, weigh them, or give the feature that tells them.",
    source: {...sources.chung, at: "sections 2 and 3"},
    explains: [],
    level,
    needs: ["network", "predictions", "bank"],
    work: () => ({runs: judgedRuns}),
  },
  async ({network, predictions, bank, task}) => {
    const given = await answers({predictions, bank});
    const {split, heldOut} = given[0]!;
    const errors = given.map((one) => errorsOf(one, {network, task}));
    if (!heldOut || !errors[0]) return {verdict: "skip", summary: "needs held-out rows with one answer each", evidence: []};
    const all = slicesOf(split, {labels: errors[0].labels});
    if (all.length === 0)
      return {verdict: "skip", summary: "there are neither classes nor flat features to slice the rows by", evidence: []};
    const slices = all.filter(({rows}) => rows.length >= limits.rows && rows.length <= split.rows / 2);
    if (slices.length === 0)
      return {verdict: "unsure", summary: `no slice of ${split.rows} held-out rows has ${limits.rows} rows; more would tell`, evidence: []};
    const judged = slices.map((slice) => ({
      ...slice,
      fits: errors.map((one) => weigh(slice, {...one!, tests: slices.length})),
    }));
    const weak = judged.filter(({fits}) => most(fits.map(({far}) => far)));
    const worst = (weak.length ? weak : judged).reduce((low, one) => (one.fits[0]!.p < low.fits[0]!.p ? one : low));
    const {inside, outside, p} = worst.fits[0]!;
    return {
      verdict: weak.length ? "warn" : "pass",
      summary: `${percent(inside)} of ${worst.rows.length} held-out rows where ${worst.title} are ${errors[0].what}, of the rest ${percent(outside)} (at most ${gates.times} times as many are expected)`,
      evidence: weak.length
        ? [
            {
              kind: "table",
              label: `share of held-out rows that are ${errors[0].what}`,
              columns: ["slice", "rows", "in it", "in the rest"],
              rows: weak.slice(0, 20).map((one) => [one.title, one.rows.length, num(one.fits[0]!.inside), num(one.fits[0]!.outside)]),
            },
          ]
        : [],
      certainty: {p, test: "Fisher's exact test, Bonferroni over slices"},
    };
  },
);

interface Errors {
  /** 1 for a row that is wrong. */
  wrong: Uint8Array;
  /** How probable the network itself thinks it that a row is wrong, for a classifier. */
  doubt?: Float64Array;
  /** What wrong means. */
  what: string;
  /** The right class of each row, for a classifier. */
  labels?: Int32Array;
}

/** Which rows are wrong: another class is named, or the squared error is among the largest tenth; nothing where a row has several answers. */
function errorsOf({split, outputs}: Predictions, {network, task}: {network: Network; task: Task}): Errors | undefined {
  const [reading, ...more] = read({split, outputs}, {network, task});
  if (!reading || more.length > 0) return undefined;
  if (reading.kind === "classes") return reading.labels.length === split.rows ? ofClasses(reading) : undefined;
  const {size, targets, answers: given} = reading;
  const squares = Float64Array.from({length: split.rows}, (_, row) =>
    mean(Array.from({length: size}, (_, j) => (given[row * size + j]! - targets[row * size + j]!) ** 2)),
  );
  const large = quantile(squares, 0.9);
  return {wrong: Uint8Array.from(squares, (square) => Number(square > large)), what: "among the tenth with the largest errors"};
}

function ofClasses(reading: Classes): Errors {
  const named = choices(reading);
  const {labels, p, classes} = reading;
  const doubt = Float64Array.from(labels, (_, row) => 1 - Math.max(...p.subarray(row * classes, (row + 1) * classes)));
  return {wrong: Uint8Array.from(labels, (label, row) => Number(label !== named[row])), doubt, what: "wrong", labels};
}

interface Slice {
  title: string;
  rows: number[];
  /** True for the rows of one class, which a network that doubts does not excuse. */
  ofClass?: boolean;
}

/** Classes, and ranges of flat features: single values of those that have few, quarters of the others. */
function slicesOf(split: Split, {labels}: {labels?: Int32Array}): Slice[] {
  const all = Array.from({length: split.rows}, (_, row) => row);
  const classes = [...new Set(labels ?? [])].sort((a, b) => a - b);
  const features = split.x
    .filter(({shape}) => shape.length <= 1)
    .flatMap((block) => Array.from({length: block.size}, (_, j) => ({block, j})));
  return [
    ...classes.map((label) => ({
      title: `the class is ${split.classes?.[label] ?? label}`,
      rows: all.filter((row) => labels![row] === label),
      ofClass: true,
    })),
    ...features.slice(0, limits.features).flatMap(({block: {values, size, names}, j}) =>
      cut(
        all.map((row) => values[row * size + j]!),
        names[j] ?? `x${j + 1}`,
      ),
    ),
  ];
}

function cut(values: readonly number[], name: string): Slice[] {
  const known = [...new Set(values)].sort((a, b) => a - b);
  const all = Array.from(values.keys());
  if (known.length < 2) return [];
  if (known.length <= limits.parts)
    return known.map((value) => ({title: `${name} is ${digits(value)}`, rows: all.filter((row) => values[row] === value)}));
  const edges = [...new Set(Array.from({length: limits.parts + 1}, (_, i) => quantile(values, i / limits.parts)))];
  return edges.slice(1).map((high, i) => ({
    title: `${name} is between ${digits(edges[i]!)} and ${digits(high)}`,
    rows: all.filter((row) => values[row]! >= edges[i]! && (values[row]! < high || (i === edges.length - 2 && values[row] === high))),
  }));
}

function weigh({rows, ofClass}: Slice, {wrong, doubt, tests}: Pick<Errors, "wrong" | "doubt"> & {tests: number}) {
  const total = wrong.reduce((sum, one) => sum + one, 0);
  const hits = rows.reduce((sum, row) => sum + wrong[row]!, 0);
  const inside = hits / rows.length;
  const outside = (total - hits) / (wrong.length - rows.length);
  const p = Math.min(1, tests * hypergeometricTail(hits, {size: rows.length, total, rows: wrong.length}));
  const own = doubt && !ofClass ? mean(rows.map((row) => doubt[row]!)) : 0;
  const far = p <= level && inside >= gates.times * outside && inside >= Math.max(outside, own) + gates.points;
  return {inside, outside, p, far};
}
