import {labelNoise} from "../../src/data/label-noise.js";
import {random} from "../../src/math/random.js";
import {clusters, normal, rowsOf, table} from "../examples.js";
import {testCheck} from "../testCheck.js";

/** Two normal clusters whose best possible error is Φ(−gap / 2), a share of the labels flipped. */
const twins = ({gap, flips = 0, rows = 800}: {gap: number; flips?: number; rows?: number}) => {
  const draw = random(17);
  const y = Array.from({length: rows}, () => Number(draw() < 0.5));
  const x = y.map((label) => [gap * label + normal(draw), normal(draw), normal(draw)]);
  const given = y.map((label) => [draw() < flips ? 1 - label : label]);
  return table({x, y: given, last: "sigmoid", loss: "binaryCrossentropy"});
};
const kinds = ({flips, clean = 0}: {flips: number; clean?: number}) => {
  const {x, y} = clusters({rows: 600 + clean, features: 4, classes: 4, spread: 0.6});
  const draw = random(23);
  const given = y.map((label, i) => [i < 600 && draw() < flips ? (label + 1 + Math.floor(3 * draw())) % 4 : label]);
  const made = table({x: x.slice(0, 600), y: given.slice(0, 600), last: "linear"});
  return {
    train: made.train,
    task: "multiclass" as const,
    ...(clean ? {validation: {x: x.slice(600), y: given.slice(600)}} : {}),
  };
};
const logistic = (slope: number) => {
  const x = rowsOf(1000, {columns: [normal, normal, normal]});
  const draw = random(29);
  return table({x, y: x.map(([a]) => [Number(draw() < 1 / (1 + Math.exp(-slope * a!)))]), last: "sigmoid", loss: "binaryCrossentropy"});
};
/** Some rows twice, the copies with the other label in a share of cases. */
const twice = (contrary: number) => {
  const subject = twins({gap: 3, rows: 300});
  const {x, y} = subject.train as unknown as {x: number[][]; y: number[][]};
  return table({
    x: [...x, ...x.slice(0, 60)],
    y: [...y, ...y.slice(0, 60).map(([label], i) => [i < contrary ? 1 - label! : label!])],
    last: "sigmoid",
    loss: "binaryCrossentropy",
  });
};

testCheck(labelNoise, {
  healthy: [
    {title: "clusters far apart", subject: () => twins({gap: 5})},
    {title: "clusters whose best possible error is 20 %", subject: () => twins({gap: 1.683})},
    {title: "clusters whose best possible error is 15 %", subject: () => twins({gap: 2.073})},
    {title: "a few wrong labels", subject: () => twins({gap: 5, flips: 0.03})},
    {title: "outcomes that are uncertain by nature", subject: () => logistic(1)},
    {title: "held-out rows as clean as the others", subject: () => kinds({flips: 0, clean: 200})},
    {title: "copies with the same labels", subject: () => twice(0)},
    {title: "too few rows", subject: () => twins({gap: 5, flips: 0.2, rows: 100}), verdicts: ["unsure"], says: /300 would do/},
  ],
  sick: [
    {
      title: "a fifth of two classes flipped",
      subject: () => twins({gap: 5, flips: 0.2}),
      says: /of the surest two fifths of a reference's answers/,
    },
    {title: "a third of four classes flipped", subject: () => kinds({flips: 0.33})},
    {
      title: "a third flipped, held-out rows clean",
      subject: () => kinds({flips: 0.33, clean: 200}),
      says: /of the validation labels of rows like them/,
    },
    {title: "copies that contradict each other", subject: () => twice(40), says: /^22 % of the rows \(80 of 360\)/},
  ],
});
