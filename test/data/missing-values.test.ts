import {missingValues} from "../../src/data/missing-values.js";
import {normal, regressor, rowsOf, table} from "../examples.js";
import {testCheck} from "../testCheck.js";

type Draw = () => number;
const area = (draw: Draw) => 30 + 170 * draw();
const of =
  (share: number, {standIn, else: other}: {standIn: number; else: (draw: Draw) => number}) =>
  (draw: Draw) =>
    draw() < share ? standIn : other(draw);
const subject = (column: (draw: Draw) => number) => () => {
  const x = rowsOf(300, {columns: [column, normal]});
  return table({x, y: x.map((row) => [row[1]!])});
};

/** Windows of twelve steps of a series, moved on by one step each. */
const windows = (series: readonly number[]) => () => {
  const rows = Array.from({length: series.length - 12}, (_, i) => i);
  return table({x: rows.map((i) => series.slice(i, i + 12)), y: rows.map((i) => [series[i + 12]!])});
};
const sensor = rowsOf(500, {columns: [normal]}).map(([noise], t) => 20 + 5 * Math.sin(t / 9) + noise!);
const from = (start: number, steps: number, value: (series: readonly number[], t: number) => number) =>
  sensor.map((one, t) => (t >= start && t < start + steps ? value(sensor, t) : one));

testCheck(missingValues, {
  healthy: [
    {title: "nothing absent", subject: regressor},
    {title: "an amount that is zero in 96 % of the rows", subject: subject(of(0.96, {standIn: 0, else: (draw) => 1500 + 1000 * draw()}))},
    {title: "the same amount standardised", subject: subject(of(0.96, {standIn: -0.2, else: (draw) => 3.57 + 2.5 * draw()}))},
    {title: "a rare flag", subject: subject(of(0.98, {standIn: 0, else: () => 1}))},
    {title: "windows of a noisy series", subject: windows(sensor)},
    {title: "windows of a series that stands still for a moment", subject: windows(from(200, 15, (series) => series[200]!))},
    {title: "windows of a series that is 0 at night", subject: windows(sensor.map((one) => Math.max(0, one - 20)))},
    {title: "windows of a setpoint that moves in steps", subject: windows(sensor.map((_, t) => Math.floor(t / 60) % 5))},
    {
      title: "windows of a count that is seldom more than 0",
      subject: windows(sensor.map((one, t) => (t % 97 === 0 ? Math.round(one) : 0))),
    },
    {title: "whole numbers with a frequent least one", subject: subject(of(0.7, {standIn: 1, else: (draw) => 2 + Math.floor(8 * draw())}))},
  ],
  sick: [
    {
      title: "a sensor that stuck for a fifth of the series is a warning",
      subject: windows(from(200, 100, (series) => series[200]!)),
      verdicts: ["warn"],
      says: /stands still at \S+ for 100 steps from step 200 on, 20 % of it, and elsewhere for 1 at most; expected less than 5 %$/,
    },
    {title: "a component that is nothing but NaN", subject: subject(() => NaN), says: /^100 % of the input x1 is NaN/},
    {
      title: "94 % filled with -999",
      subject: subject(of(0.94, {standIn: -999, else: area})),
      says: /^9[0-9] % of the input x1 holds -999, far from every other value/,
    },
    {title: "the same after standardisation", subject: subject(of(0.94, {standIn: -0.27, else: (draw) => 3.36 + 0.6 * draw()}))},
    {title: "60 % NaN", subject: subject(of(0.6, {standIn: NaN, else: area})), says: /is NaN/},
    {title: "a fifth filled with 9999 is a warning", subject: subject(of(0.2, {standIn: 9999, else: area})), verdicts: ["warn"]},
  ],
});
