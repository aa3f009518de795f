import type {Matrix} from "./smoother.js";

/** The `count` rows of `among` nearest to each row, the nearest first, by Euclid's distance; a row is no neighbour of its own. Row-major `rows × count`. */
export function nearest(of: Matrix, {among, count}: {among: Matrix; count: number}): Int32Array {
  const {columns} = of;
  const self = of === among;
  const [rows, others] = [of.values.length / columns, among.values.length / columns];
  const found = new Int32Array(rows * count).fill(-1);
  const far = new Float64Array(count);
  for (let i = 0; i < rows; i++) {
    far.fill(Infinity);
    for (let j = 0; j < others; j++) {
      if (self && i === j) continue;
      const reach = squaredDistance(of.values, {from: i * columns, other: among.values, to: j * columns, columns, limit: far[count - 1]!});
      if (reach < far[count - 1]!) insert(far, {found, from: i * count, count, reach, row: j});
    }
  }
  return found;
}

/** The squared distance of two rows, or something larger than `limit` as soon as it is beyond it. */
export function squaredDistance(
  values: Float32Array | Float64Array,
  {from, other, to, columns, limit}: {from: number; other: Float32Array | Float64Array; to: number; columns: number; limit: number},
): number {
  let sum = 0;
  for (let c = 0; c < columns; c++) {
    const step = values[from + c]! - other[to + c]!;
    sum += step * step;
    if (sum > limit) return sum;
  }
  return sum;
}

function insert(
  far: Float64Array,
  {found, from, count, reach, row}: {found: Int32Array; from: number; count: number; reach: number; row: number},
): void {
  let at = count - 1;
  while (at > 0 && far[at - 1]! > reach) {
    far[at] = far[at - 1]!;
    found[from + at] = found[from + at - 1]!;
    at--;
  }
  far[at] = reach;
  found[from + at] = row;
}

/** The mean of the neighbours' targets, row by row. */
export function meanOfNeighbours(neighbours: Int32Array, {targets, count}: {targets: Matrix; count: number}): Float64Array {
  const rows = neighbours.length / count;
  const {values, columns} = targets;
  const means = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    let known = 0;
    for (let k = 0; k < count; k++) {
      const row = neighbours[i * count + k]!;
      if (row < 0) continue;
      known++;
      for (let c = 0; c < columns; c++) means[i * columns + c]! += values[row * columns + c]!;
    }
    for (let c = 0; c < columns; c++) means[i * columns + c]! /= Math.max(1, known);
  }
  return means;
}
