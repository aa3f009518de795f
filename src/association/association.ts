import type {Task} from "../case.js";
import type {Network, Split} from "../check.js";
import {meanOfNeighbours, nearest} from "../math/neighbours.js";
import {random, sample} from "../math/random.js";
import {leaveOneOut, predictRows, smoother, withOne, type Matrix, type Smoother} from "../math/smoother.js";
import {recipeOf, type Recipe} from "./features.js";
import {targetsOf, type Targets} from "./targets.js";

/** Inputs made ready to be set against any targets: three cheap references, each answering a row without having seen its target. */
export interface Association {
  split: Split;
  task: Task;
  recipe: Recipe;
  /** Rows that are looked at. */
  rows: readonly number[];
  /** Their inputs, scaled. */
  inputs: Matrix;
  /** Their targets as given. */
  targets: Targets;
  /** The references, the cheapest first. */
  references: readonly Reference[];
  /** What each reference says to the targets as given, made when it is first asked for. */
  own: readonly (() => Judged)[];
}

/** A reference with its answers to rows left out. */
export interface Judged {
  reference: Reference;
  answers: Float64Array;
  strength: Strength;
}

/** A cheap model that answers for each row what it would say had it not learned from this row. */
export interface Reference {
  name: string;
  /** Answers to the own rows for any centred targets, each row left out in turn. */
  leaveOut: (targets: Matrix) => Float64Array;
  /** Answers to other rows, learned from all the own ones. */
  answer: (targets: Matrix, others: Matrix) => Float64Array;
}

/** How well answers go with targets: their correlation over all columns, with bounds. */
export interface Strength {
  /** Pearson's correlation, 0 for answers that do not vary. */
  r: number;
  /** Bounds of the correlation at the level 0.005 each side (Fisher 1915). */
  lower: number;
  upper: number;
  /** The reference that does best. */
  by: string;
}

/** Neighbours that vote. */
export const voters = 15;

/** Rows at most, and what comparing all pairs of them may cost in numbers compared. */
const limits = {rows: 2000, compared: 3e7};

/** Random bends that the curved reference has beside the columns themselves (Rahimi & Recht 2008). */
const bends = 64;

/** Ridge penalties a row: the linear reference for columns of width 1, the curved one for bends too. */
const penalties = {linear: 0.01, curved: 0.03};

const known = new WeakMap<Split, Map<Task, Association>>();

/** The association of a split's inputs with its targets, made once a split. Rows are drawn with a fixed seed, so that a finding does not depend on who asks first. */
export function associationOf(split: Split, {task, network}: {task: Task; network?: Network}): Association {
  const made = known.get(split)?.get(task) ?? associate(split, {task, network});
  known.set(split, (known.get(split) ?? new Map<Task, Association>()).set(task, made));
  return made;
}

/** {@link associationOf} without a memory, on given rows. */
export function associate(
  split: Split,
  {task, network, rows, recipe = recipeOf(split, {network})}: {task: Task; network?: Network; rows?: readonly number[]; recipe?: Recipe},
): Association {
  const most = Math.floor(Math.min(limits.rows, Math.sqrt(limits.compared / recipe.columns)));
  const some = rows ?? sample(split.rows, {size: most, draw: random(1)});
  const inputs = recipe.rowsOf(split, some);
  const targets = targetsOf(split, {task, rows: some});
  const references = referencesOf(inputs);
  const own = references.map((reference) => once(() => judged(reference, targets.matrix)));
  return {split, task, recipe, rows: some, inputs, targets, references, own};
}

function judged(reference: Reference, targets: Matrix): Judged {
  const answers = reference.leaveOut(targets);
  return {reference, answers, strength: correlation(answers, {targets, by: reference.name})};
}

/** Correlation beyond which a reference is good enough: no dearer one is asked. */
const enough = 0.5;

/** The first reference that does well, else the best. */
export function goodReference({own}: Association): Judged {
  let best: Judged | undefined;
  for (const one of own) {
    const made = one();
    if (!best || made.strength.r > best.strength.r) best = made;
    if (made.strength.lower > enough) break;
  }
  return best!;
}

/** How well inputs go with the targets as given: as well at least as a good reference's answers do. */
export const strengthOf = (made: Association): Strength => goodReference(made).strength;

/** How well the best reference's answers, each row left out in turn, go with other targets of the same rows. */
export function strengthAgainst({references}: Association, targets: Matrix): Strength {
  const all = references.map((one) => judged(one, targets).strength);
  return all.reduce((a, b) => (b.r > a.r ? b : a));
}

/** The reference that does best on the targets as given, and its answers to rows that it did not learn from. */
export const bestReference = ({own}: Association): Judged =>
  own.map((one) => one()).reduce((best, one) => (one.strength.r > best.strength.r ? one : best));

/** Strong beyond doubt: what is given as going together must exceed this correlation by its lower bound. */
export const strong = 0.3;

/** True when nothing goes together, and enough rows say so: the correlation may be 0 and is surely below 0.35. */
export const none = ({lower, upper}: Strength): boolean => lower <= 0 && upper < 0.35;

/** The class that answers choose for each row, and how far it is ahead of the next, for targets that are classes. */
export function choicesOf(answers: Float64Array, {centres}: Pick<Targets, "centres">): {choices: Int32Array; lead: Float64Array} {
  const classes = centres.length;
  const rows = answers.length / classes;
  const [choices, lead] = [new Int32Array(rows), new Float64Array(rows)];
  for (let i = 0; i < rows; i++) {
    let [first, second] = [-Infinity, -Infinity];
    for (let c = 0; c < classes; c++) {
      const value = answers[i * classes + c]! + centres[c]!;
      if (value > first) [first, second, choices[i]] = [value, first, c];
      else if (value > second) second = value;
    }
    lead[i] = first - second;
  }
  return {choices, lead};
}

/** Correlation of answers and targets, pooled over centred columns; the rows are counted, not the columns, which go together. */
export function correlation(answers: Float64Array, {targets, by}: {targets: Matrix; by: string}): Strength {
  const {values, columns} = targets;
  const centres = new Float64Array(columns);
  answers.forEach((value, i) => (centres[i % columns]! += (value * columns) / answers.length));
  let [both, left, right] = [0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    const answer = answers[i]! - centres[i % columns]!;
    both += answer * values[i]!;
    left += answer * answer;
    right += values[i]! * values[i]!;
  }
  const r = left > 0 && right > 0 ? both / Math.sqrt(left * right) : 0;
  const half = 2.576 / Math.sqrt(Math.max(1, values.length / columns - 3));
  const bound = Math.atanh(Math.max(-1 + 1e-9, Math.min(1 - 1e-9, r)));
  return {r, lower: Math.tanh(bound - half), upper: Math.tanh(bound + half), by};
}

function referencesOf(inputs: Matrix): Reference[] {
  const linear = once(() => smoother(withOne(inputs), {penalty: penalties.linear}));
  const curved = once(() => smoother(bent(inputs), {penalty: penalties.curved}));
  const near = once(() => nearest(inputs, {among: inputs, count: voters}));
  const ridge = (name: string, {made, columns}: {made: () => Smoother; columns: (of: Matrix) => Matrix}): Reference => ({
    name,
    leaveOut: (targets) => leaveOneOut(made(), targets),
    answer: (targets, others) => predictRows(made(), {others: columns(others).values, targets}),
  });
  return [
    ridge("a linear model", {made: linear, columns: withOne}),
    ridge("a model of random bends", {made: curved, columns: bent}),
    {
      name: `the ${voters} nearest rows`,
      leaveOut: (targets) => meanOfNeighbours(near(), {targets, count: voters}),
      answer: (targets, others) => meanOfNeighbours(nearest(others, {among: inputs, count: voters}), {targets, count: voters}),
    },
  ];
}

/** The columns, a 1, and random half-waves of them. */
function bent(inputs: Matrix): Matrix {
  const {columns} = inputs;
  const draw = random(columns);
  const weights = Float64Array.from({length: bends * columns}, () => ((draw() + draw() + draw() - 1.5) * 4) / Math.sqrt(columns));
  const offsets = Float64Array.from({length: bends}, () => draw() * 6 - 3);
  const rows = inputs.values.length / columns;
  const width = columns + 1 + bends;
  const values = new Float64Array(rows * width);
  for (let i = 0; i < rows; i++) {
    const row = inputs.values.subarray(i * columns, (i + 1) * columns);
    values.set(row, i * width);
    values[i * width + columns] = 1;
    for (let b = 0; b < bends; b++) {
      let sum = offsets[b]!;
      for (let c = 0; c < columns; c++) sum += weights[b * columns + c]! * row[c]!;
      values[i * width + columns + 1 + b] = Math.max(0, sum);
    }
  }
  return {values, columns: width};
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
