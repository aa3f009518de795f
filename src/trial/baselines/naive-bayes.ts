import type {Matrix} from "../../math/smoother.js";

/** Rows of numbers, or counts, with the class of each. */
export interface Lesson {
  inputs: Matrix;
  labels: ArrayLike<number>;
  classes: number;
}

/** Share of the largest variance that is added to all, so that a class in which a component never varies is no certainty (scikit-learn's `var_smoothing`). */
const smoothing = 1e-9;

/** Probabilities by Gaussian naive Bayes, `rows × classes`: a normal density for each component of each class. */
export function gaussianBayes({inputs: {values, columns}, labels, classes}: Lesson, others: Matrix): Float32Array {
  const counts = new Float64Array(classes);
  const [means, squares] = [new Float64Array(classes * columns), new Float64Array(classes * columns)];
  eachValue(labels, columns, (label, at, i) => {
    if (i === 0) counts[label]!++;
    means[label * columns + i]! += values[at]!;
  });
  means.forEach((sum, i) => (means[i] = sum / (counts[Math.floor(i / columns)]! || 1)));
  eachValue(labels, columns, (label, at, i) => (squares[label * columns + i]! += (values[at]! - means[label * columns + i]!) ** 2));
  const variances = squares.map((sum, i) => sum / (counts[Math.floor(i / columns)]! || 1));
  const added = smoothing * variances.reduce((most, value) => Math.max(most, value), 0) + 1e-12;
  return normalise(others.values.length / columns, classes, (row, label) => {
    let sum = Math.log((counts[label]! || 1e-9) / labels.length);
    for (let j = 0; j < columns; j++) {
      const variance = variances[label * columns + j]! + added;
      sum -= 0.5 * ((others.values[row * columns + j]! - means[label * columns + j]!) ** 2 / variance + Math.log(variance));
    }
    return sum;
  });
}

/** Probabilities by multinomial naive Bayes, `rows × classes`: how often each of `columns` words occurs, with one more of each (Laplace). */
export function multinomialBayes({inputs: {values, columns}, labels, classes}: Lesson, others: Matrix): Float32Array {
  const [counts, words] = [new Float64Array(classes), new Float64Array(classes * columns).fill(1)];
  eachValue(labels, columns, (label, at, i) => {
    if (i === 0) counts[label]!++;
    words[label * columns + i]! += values[at]!;
  });
  const totals = counts.map((_, label) => words.subarray(label * columns, (label + 1) * columns).reduce((sum, count) => sum + count, 0));
  const logs = words.map((count, i) => Math.log(count / totals[Math.floor(i / columns)]!));
  return normalise(others.values.length / columns, classes, (row, label) => {
    let sum = Math.log((counts[label]! || 1e-9) / labels.length);
    for (let j = 0; j < columns; j++) sum += others.values[row * columns + j]! * logs[label * columns + j]!;
    return sum;
  });
}

function eachValue(labels: ArrayLike<number>, columns: number, take: (label: number, at: number, column: number) => void): void {
  for (let row = 0; row < labels.length; row++) for (let i = 0; i < columns; i++) take(labels[row]!, row * columns + i, i);
}

/** Probabilities from logarithms of what is proportional to them. */
export function normalise(rows: number, classes: number, log: (row: number, label: number) => number): Float32Array {
  const p = new Float32Array(rows * classes);
  for (let row = 0; row < rows; row++) {
    const logs = Array.from({length: classes}, (_, label) => log(row, label));
    const top = Math.max(...logs);
    const sum = logs.reduce((total, value) => total + Math.exp(value - top), 0);
    logs.forEach((value, label) => (p[row * classes + label] = Math.exp(value - top) / sum));
  }
  return p;
}
