import {predictRows, smoother, withOne, type Matrix} from "../../math/smoother.js";
import {columnMeans} from "../skill.js";
import {normalise, type Lesson} from "./naive-bayes.js";

/** Penalty of the squared weights a row: scikit-learn's default, one for all rows together. */
const penalty = (rows: number): number => 1 / rows;

/** Steps of the accelerated descent. */
const steps = 80;

/** What a ridge regression of targets, row-major, says of other rows. */
export function ridge(inputs: Matrix, {targets, others}: {targets: Matrix; others: Matrix}): Float32Array {
  const centres = columnMeans({values: targets.values, size: targets.columns});
  const centred = {...targets, values: targets.values.map((value, i) => value - centres[i % targets.columns]!)};
  const rows = inputs.values.length / inputs.columns;
  const made = smoother(withOne(inputs), {penalty: penalty(rows)});
  const answers = predictRows(made, {others: withOne(others).values, targets: centred});
  return Float32Array.from(answers, (value, i) => value + centres[i % targets.columns]!);
}

/** Probabilities by multinomial logistic regression on columns of width about 1, `rows × classes`: Nesterov's accelerated descent on the penalised loss. */
export function logistic({inputs, labels, classes}: Lesson, others: Matrix): Float32Array {
  const x = withOne(inputs);
  const rows = labels.length;
  const size = classes * x.columns;
  const rate = 1 / (0.5 * largestSquare(x) + penalty(rows));
  let [weights, ahead] = [new Float64Array(size), new Float64Array(size)];
  for (let step = 0; step < steps; step++) {
    const slope = slopeOf({x, labels, classes, weights: ahead});
    const next = ahead.map((value, i) => value - rate * (slope[i]! + penalty(rows) * value));
    ahead = next.map((value, i) => value + (step / (step + 3)) * (value - weights[i]!));
    weights = next;
  }
  return answer(withOne(others), {weights, classes});
}

const answer = ({values, columns}: Matrix, {weights, classes}: {weights: Float64Array; classes: number}): Float32Array =>
  normalise(values.length / columns, classes, (row, label) => {
    let sum = 0;
    for (let j = 0; j < columns; j++) sum += weights[label * columns + j]! * values[row * columns + j]!;
    return sum;
  });

interface State {
  x: Matrix;
  labels: ArrayLike<number>;
  classes: number;
  weights: Float64Array;
}

function slopeOf({x, labels, classes, weights}: State): Float64Array {
  const p = answer(x, {weights, classes});
  const slope = new Float64Array(weights.length);
  for (let row = 0; row < labels.length; row++)
    for (let label = 0; label < classes; label++) {
      const error = (p[row * classes + label]! - Number(labels[row] === label)) / labels.length;
      for (let j = 0; j < x.columns; j++) slope[label * x.columns + j]! += error * x.values[row * x.columns + j]!;
    }
  return slope;
}

/** The largest eigenvalue of the columns' mean products, by twelve powers and a tenth for what these leave. */
function largestSquare({values, columns}: Matrix): number {
  const rows = values.length / columns;
  let vector = new Float64Array(columns).fill(1 / Math.sqrt(columns));
  let length = 0;
  for (let power = 0; power < 12; power++) {
    const next = new Float64Array(columns);
    for (let row = 0; row < rows; row++) {
      let sum = 0;
      for (let j = 0; j < columns; j++) sum += values[row * columns + j]! * vector[j]!;
      for (let j = 0; j < columns; j++) next[j]! += (sum * values[row * columns + j]!) / rows;
    }
    length = Math.sqrt(next.reduce((sum, value) => sum + value * value, 0)) || 1;
    vector = next.map((value) => value / length);
  }
  return 1.1 * length;
}
