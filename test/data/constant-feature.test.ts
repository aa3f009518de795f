import {constantFeature} from "../../src/data/constant-feature.js";
import {classifier, normal, rowsOf, table} from "../examples.js";
import {testCheck} from "../testCheck.js";

type Draw = () => number;
const of =
  (columns: readonly ((draw: Draw) => number)[], rows = 60) =>
  () => {
    const x = rowsOf(rows, {columns});
    return table({x, y: x.map((_, i) => [i % 2])});
  };
const many = (value: number, count: number) => Array.from({length: count}, () => () => value);

testCheck(constantFeature, {
  healthy: [
    {title: "inputs that vary", subject: () => classifier(), says: /^0 of 4 inputs/},
    {title: "the border of pictures", subject: of([...many(0, 40), ...Array.from({length: 24}, () => normal)])},
    {title: "too few rows to tell", subject: of([() => 1, normal], 8)},
  ],
  sick: [
    {
      title: "twelve of twenty",
      subject: of([...many(7, 12), ...Array.from({length: 8}, () => normal)]),
      says: /^12 of 20 inputs \(60 %\) hold one value in every row, such as x1 = 7/,
    },
    {title: "all", subject: of(many(0, 40))},
    {title: "one of three is a warning", subject: of([() => 3, normal, normal]), verdicts: ["warn"]},
  ],
});
