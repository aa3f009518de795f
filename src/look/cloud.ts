import type {Split} from "../check.js";
import type {Grouping} from "./groups.js";

/** The rows of a split as points, each component divided by its standard deviation. */
export interface Cloud {
  rows: number;
  /** Components; those that never vary are left out. */
  size: number;
  /** `rows × size` numbers; what is not finite is 0, the mean. */
  points: Float32Array;
}

/** Makes a cloud of all inputs of a split. */
export function cloudOf({x, rows}: Split): Cloud {
  const columns = x
    .flatMap(({values, size}) => Array.from({length: size}, (_, i) => column(values, {rows, size, i})))
    .filter(({sd}) => sd > 0);
  const points = new Float32Array(rows * columns.length);
  columns.forEach(({values, size, i, mean, sd}, j) => {
    for (let row = 0; row < rows; row++) {
      const value = values[row * size + i]!;
      points[row * columns.length + j] = Number.isFinite(value) ? (value - mean) / sd : 0;
    }
  });
  return {rows, size: columns.length, points};
}

interface Place {
  rows: number;
  size: number;
  i: number;
}

function column(values: ArrayLike<number>, {rows, size, i}: Place) {
  let [count, sum, squares] = [0, 0, 0];
  for (let at = i; at < rows * size; at += size)
    if (Number.isFinite(values[at])) {
      count++;
      sum += values[at]!;
    }
  const mean = sum / count;
  for (let at = i; at < rows * size; at += size) if (Number.isFinite(values[at])) squares += (values[at]! - mean) ** 2;
  return {values, size, i, mean, sd: Math.sqrt(squares / count) || 0};
}

/** For each group the mean of its points and their variance in each component, drawn towards that of all rows: small groups have none of their own. */
function shapesOf({points, size}: Cloud, {groups}: Grouping): {mean: Float64Array; variance: Float64Array}[] {
  return groups.map(({rows}) => {
    const mean = new Float64Array(size);
    const variance = new Float64Array(size);
    for (const row of rows) for (let j = 0; j < size; j++) mean[j]! += points[row * size + j]! / rows.length;
    for (const row of rows) for (let j = 0; j < size; j++) variance[j]! += (points[row * size + j]! - mean[j]!) ** 2;
    return {mean, variance: variance.map((sum) => (sum + 1) / (rows.length + 1))};
  });
}

/**
 * The medoid of each group, the row with the least sum of squared distances to the others of its group (which is the one nearest to their mean), and how likely each row is
 * in its group: the log density of a normal distribution with independent components, without its constant (Gaussian naive Bayes).
 */
export function typical(cloud: Cloud, grouping: Grouping): {medoids: number[]; likelihood: Float64Array} {
  const {points, size, rows} = cloud;
  const shapes = shapesOf(cloud, grouping);
  const likelihood = new Float64Array(rows);
  const distance = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const {mean, variance} = shapes[grouping.of[row]!]!;
    for (let j = 0; j < size; j++) {
      const square = (points[row * size + j]! - mean[j]!) ** 2;
      distance[row]! += square;
      likelihood[row]! -= 0.5 * (square / variance[j]! + Math.log(variance[j]!));
    }
  }
  return {
    medoids: grouping.groups.map((group) => group.rows.reduce((best, row) => (distance[row]! < distance[best]! ? row : best))),
    likelihood,
  };
}
