import {nonFiniteValues} from "../../src/data/non-finite-values.js";
import {regressor, rowsOf, normal, table} from "../examples.js";
import {testCheck} from "../testCheck.js";

const x = () => rowsOf(60, {columns: [normal, normal, normal]});
const y = (rows: number[][]) => rows.map(([a]) => [a!]);

testCheck(nonFiniteValues, {
  healthy: [
    {title: "finite numbers", subject: regressor, says: /all 960 values are finite/},
    {title: "large numbers", subject: () => table({x: x().map((row) => row.map((value) => 1e30 * value)), y: y(x())})},
  ],
  sick: [
    {
      title: "one NaN in row 17",
      subject: () => {
        const rows = x();
        rows[17]![2] = NaN;
        return table({x: rows, y: y(x())});
      },
      says: /^1 of 240 values is NaN or infinite, the first in train\.x, row 17, x3/,
    },
    {
      title: "an infinite target",
      subject: () => table({x: x(), y: y(x()).map(([a], i) => [i === 3 ? Infinity : a!])}),
      says: /train\.y, row 3/,
    },
    {
      title: "NaN in the validation rows only",
      subject: () => ({...table({x: x(), y: y(x())}), validation: {x: [[1, NaN, 2]], y: [[1]]}}),
      says: /validation\.x, row 0, x2/,
    },
  ],
});
