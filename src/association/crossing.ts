import type {Split} from "../check.js";
import {sample, random} from "../math/random.js";
import type {Matrix} from "../math/smoother.js";
import {deviation, mean} from "../math/stats.js";
import {goodReference, correlation, type Association, type Reference, type Strength} from "./association.js";
import {targetsOf, type Targets} from "./targets.js";

/** What a good reference, learned from one part, answers to another part's rows. */
export interface Crossing {
  answers: Float64Array;
  /** The other part's targets, its classes those of the first part. */
  targets: Targets;
  /** The other part's inputs, scaled as the first part's. */
  inputs: Matrix;
  strength: Strength;
}

/** Rows of the other part that are answered at most. */
const answered = 1000;

/** Lets a reference of a part, a good one when none is named, answer the rows of another. */
export function cross(
  made: Association,
  {split, reference = goodReference(made).reference}: {split: Split; reference?: Reference},
): Crossing {
  const rows = sample(split.rows, {size: answered, draw: random(2)});
  const inputs = made.recipe.rowsOf(split, rows);
  const answers = reference.answer(made.targets.matrix, inputs);
  const targets = targetsOf(split, {task: made.task, rows, classes: made.targets.labels && made.targets.classes});
  return {answers, targets, inputs, strength: correlation(answers, {targets: targets.matrix, by: reference.name})};
}

/** True when a part's inputs and targets are distributed about as those of the rows that a reference learned from, so that a lost association is no drift. */
export function alike(made: Association, {inputs, targets}: Crossing): boolean {
  const near = (own: Float64Array, other: Float64Array) => {
    const width = deviation(own);
    return (
      width === 0 || (Math.abs(mean(own) - mean(other)) < width / 2 && deviation(other) < 1.5 * width && deviation(other) > width / 1.5)
    );
  };
  const columns = made.recipe.columns;
  for (let j = 0; j < columns; j++) if (!near(column(made.inputs, j), column(inputs, j))) return false;
  const shares = made.targets.centres.map((share, c) => Math.abs(share - (targets.centres[c] ?? 0)) / 2);
  return !made.targets.labels || shares.reduce((sum, part) => sum + part, 0) < 0.2;
}

const column = ({values, columns}: Matrix, j: number): Float64Array => {
  const rows = values.length / columns;
  const found = new Float64Array(rows);
  for (let i = 0; i < rows; i++) found[i] = values[i * columns + j]!;
  return found;
};
