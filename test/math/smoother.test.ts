import {expect} from "chai";
import {meanOfNeighbours, nearest} from "../../src/math/neighbours.js";
import {random} from "../../src/math/random.js";
import {leaveOneOut, predictRows, smoother, type Matrix} from "../../src/math/smoother.js";

const draw = random(3);
const matrix = (rows: number, columns: number): Matrix => ({
  columns,
  values: Float64Array.from({length: rows * columns}, () => draw() - 0.5),
});
const without = ({values, columns}: Matrix, row: number): Matrix => ({
  columns,
  values: values.filter((_, i) => Math.floor(i / columns) !== row),
});

describe("smoother", () => {
  it("leaves each row out as a fit without it does", () => {
    const [x, y] = [matrix(12, 3), matrix(12, 2)];
    const all = leaveOneOut(smoother(x, {penalty: 0.5 / 12}), y);
    for (const row of [0, 5, 11]) {
      const others = x.values.slice(row * 3, row * 3 + 3);
      const apart = predictRows(smoother(without(x, row), {penalty: 0.5 / 11}), {others, targets: without(y, row)});
      expect(all[row * 2]).closeTo(apart[0]!, 1e-6);
      expect(all[row * 2 + 1]).closeTo(apart[1]!, 1e-6);
    }
  });

  it("solves one column as the formula of ridge regression does", () => {
    const x: Matrix = {columns: 1, values: Float64Array.from([1, 2, 3])};
    const y: Matrix = {columns: 1, values: Float64Array.from([2, 3, 7])};
    // (1·2 + 2·3 + 3·7) / (1 + 4 + 9 + 3 · 2)
    expect(predictRows(smoother(x, {penalty: 2}), {others: Float64Array.from([10]), targets: y})[0]).closeTo((10 * 29) / 20, 1e-6);
  });
});

describe("nearest", () => {
  it("finds the rows that sorting all distances finds, without the row itself", () => {
    const x = matrix(40, 3);
    const found = nearest(x, {among: x, count: 4});
    const far = (a: number, b: number) => [0, 1, 2].reduce((sum, c) => sum + (x.values[a * 3 + c]! - x.values[b * 3 + c]!) ** 2, 0);
    for (let i = 0; i < 40; i++) {
      const sorted = Array.from({length: 40}, (_, j) => j)
        .filter((j) => j !== i)
        .sort((a, b) => far(i, a) - far(i, b));
      expect([...found.slice(i * 4, i * 4 + 4)]).deep.equal(sorted.slice(0, 4));
    }
  });

  it("means over the neighbours that there are", () => {
    const targets = {columns: 1, values: Float64Array.from([1, 3])};
    const few = {columns: 1, values: Float64Array.from([0, 1])};
    expect([...meanOfNeighbours(nearest(few, {among: few, count: 5}), {targets, count: 5})]).deep.equal([3, 1]);
  });
});
