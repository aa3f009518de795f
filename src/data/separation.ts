import jstat from "jstat";
import type {Task} from "../case.js";
import type {Network, Split} from "../check.js";
import {random} from "../math/random.js";
import {correlation, ranks} from "../math/rank.js";
import type {Matrix} from "../math/smoother.js";
import {mean, variance} from "../math/stats.js";
import {clumps} from "./clumps.js";
import {comparable, type Chosen} from "./comparable.js";
import {clues, domainRule, joined, type Clue, type Sides} from "./domain-rule.js";
import {recipeOf} from "../association/features.js";

/** How well a rule that was learned on one half of both parts tells the held-out rows of the other half from its training rows. */
export interface Separation {
  /** Probability that a held-out row scores above a training row, the mean of both ways: 0.5 for parts of one kind, 1 for parts that have nothing in common. */
  auc: number;
  /** Probability of such scores by chance: the rank sum test of Mann & Whitney (1947) on rows that the rule has not seen, the better of both ways counted twice. */
  p: number;
  /** The largest such score of pieces of the training rows that are set against the rest of them. */
  within: number;
  /** What tells most surely. */
  clue: Clue;
  /** The rows that were compared. */
  rows: Chosen;
}

/** Rows that are compared at most, and that each part needs. */
const limits = {rows: 1600, least: 30};

/** Pieces of the training rows that stand in for a held-out part. */
const pieces = 6;

/**
 * Learns from one half of both parts to tell them apart and judges by the other, both ways. Halves are stretches of the rows, or of the groups: what wanders by chance from one stretch or
 * subject to the next does not point the same way twice. Undefined for too few rows, for scores below `least`, and for rows that lie in clumps, where each is no witness of its own.
 */
export function separation(
  train: Split,
  {held, task, network, least}: {held: Split; task: Task; network?: Network; least: number},
): Separation | undefined {
  const rows = comparable(train, {held, task, most: limits.rows});
  if (Math.min(rows.train.length, rows.held.length) < limits.least) return undefined;
  const recipe = recipeOf(train, {network});
  const sides: Sides = {train: recipe.rowsOf(train, rows.train), held: recipe.rowsOf(held, rows.held)};
  const {auc, p} = crossed(sides);
  if (auc < least || clumps(train, {held, task, draw: random(4)})) return undefined;
  return {auc, p, within: wandering(sides), clue: clues(sides)[0]!, rows};
}

function crossed({train, held}: Sides): {auc: number; p: number} {
  const [a, b] = [false, true].map((last): Sides => ({train: half(train, last), held: half(held, last)})) as [Sides, Sides];
  const [one, other] = [ranked(domainRule(a), b), ranked(domainRule(b), a)];
  return {auc: (one.auc + other.auc) / 2, p: Math.min(1, 2 * Math.min(one.p, other.p))};
}

function ranked(rule: (rows: Matrix) => Float64Array, {train, held}: Sides): {auc: number; p: number} {
  const [low, high] = [rule(train), rule(held)];
  const [n, m] = [low.length, high.length];
  const sum = ranks([...low, ...high])
    .subarray(n)
    .reduce((total, rank) => total + rank, 0);
  const auc = (sum - (m * (m + 1)) / 2) / (n * m);
  // Ties narrow the distribution: without a correction the test is the more careful.
  const width = ((n + m + 1) / (12 * n * m)) * Math.max(inflation(low), inflation(high));
  return {auc, p: 1 - jstat.normal.cdf((auc - 0.5) / Math.sqrt(width), 0, 1)};
}

/** By how much neighbours that are alike widen the distribution of a mean of ranks: of a series with memory of one step, or of batches as long as their number; 1 at least. */
function inflation(scores: Float64Array): number {
  const own = ranks(scores);
  const memory = Math.min(0.99, Math.max(0, correlation(own.subarray(1), own.subarray(0, -1))));
  const long = Math.floor(Math.sqrt(own.length));
  const means = Array.from({length: Math.floor(own.length / long)}, (_, i) => mean(own.subarray(i * long, (i + 1) * long)));
  const spread = variance(own);
  return Math.max(1, (1 + memory) / (1 - memory), spread > 0 ? (long * variance(means) * means.length) / (means.length - 1) / spread : 1);
}

/** The best score of a piece of the training rows, as long as the held-out part is beside them, set against the rest. */
function wandering({train, held}: Sides): number {
  const rows = count(train);
  const long = Math.min(Math.floor(rows / 2), Math.max(limits.least, Math.round((rows * count(held)) / (rows + count(held)))));
  const scores = Array.from({length: pieces}, (_, i) => {
    const from = Math.floor((i * (rows - long)) / (pieces - 1));
    return crossed({
      train: joined(stretch(train, [0, from]), stretch(train, [from + long, rows])),
      held: stretch(train, [from, from + long]),
    }).auc;
  });
  return Math.max(...scores);
}

const count = ({values, columns}: Matrix): number => values.length / columns;

const half = (rows: Matrix, last: boolean): Matrix => stretch(rows, last ? [count(rows) >> 1, count(rows)] : [0, count(rows) >> 1]);

const stretch = ({values, columns}: Matrix, [from, to]: [number, number]): Matrix => ({
  columns,
  values: values.subarray(from * columns, to * columns),
});
