import {noSignal} from "../../src/data/no-signal.js";
import {permutation, random} from "../../src/math/random.js";
import type {Case} from "../../src/index.js";
import {classifier, normal, regressor, rowsIn, rowsOf, table} from "../examples.js";
import {testCheck} from "../testCheck.js";

const dealt = (subject: Case): Case => {
  const {x, y} = rowsIn(subject);
  return {...subject, train: {x, y: permutation(y.length, random(4)).map((i) => y[i]!)}};
};
const parity = (bits: number, extra: number) => {
  const x = rowsOf(500, {columns: Array.from({length: bits + extra}, () => (draw) => Number(draw() < 0.5))});
  const y = x.map((row) => [row.slice(0, bits).reduce((sum, bit) => sum + bit, 0) % 2]);
  return table({x, y, last: "sigmoid", loss: "binaryCrossentropy"});
};
const noisy = (weight: number) => {
  const x = rowsOf(800, {columns: [normal, normal, normal]});
  const draw = random(8);
  return table({x, y: x.map(([a]) => [weight * a! + normal(draw)])});
};

testCheck(noSignal, {
  healthy: [
    {title: "clusters", subject: () => classifier(), says: /learns from the inputs/},
    {title: "a smooth function", subject: () => regressor()},
    {title: "XOR of two bits of six", subject: () => parity(2, 4)},
    {title: "parity of three bits of five", subject: () => parity(3, 2)},
    {title: "a weak signal in much noise", subject: () => noisy(0.4)},
    {title: "too few rows", subject: () => dealt(regressor({rows: 80})), verdicts: ["unsure"], says: /80 rows are too few, 200 would do/},
  ],
  sick: [
    {title: "targets that are noise", subject: () => noisy(0), says: /^on 800 rows the answers of 4 references/},
    {title: "labels dealt anew", subject: () => dealt(classifier({rows: 500}))},
    {
      title: "without a network",
      subject: () => ({train: noisy(0).train}),
    },
  ],
});
