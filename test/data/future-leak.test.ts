import {futureLeak} from "../../src/data/future-leak.js";
import {tf, type Case} from "../../src/index.js";
import {permutation, random} from "../../src/math/random.js";
import {classifier, clusters, normal, oneHot, rowsOf, table} from "../examples.js";
import {testCheck} from "../testCheck.js";

/** Windows of a wave, split by time or by chance. */
function forecast({noise = 0.1, stride = 1, shuffled = false, period = 25, steps = 12}): Case {
  const draw = random(8);
  const wave = Array.from(
    {length: 320 * stride + steps + 1},
    (_, t) => Math.sin((2 * Math.PI * (t % period)) / period) + (noise && noise * normal(draw)),
  );
  const starts = Array.from({length: 320}, (_, i) => i * stride);
  const order = shuffled ? permutation(320, draw).map((i) => starts[i]!) : starts;
  const [x, y] = [order.map((i) => wave.slice(i, i + steps)), order.map((i) => [wave[i + steps]!])];
  return {...table({x: x.slice(0, 240), y: y.slice(0, 240)}), validation: {x: x.slice(240), y: y.slice(240)}};
}
/** The same rows as sequences for a recurrent layer. */
function sequences(options: Parameters<typeof forecast>[0]): Case {
  const subject = forecast(options);
  const deep = ({x, y}: {x: number[][]; y: number[][]}) => ({x: x.map((row) => row.map((value) => [value])), y});
  return {
    ...subject,
    train: deep(subject.train as never),
    validation: deep(subject.validation as never),
    model: () => {
      const model = tf.sequential({layers: [tf.layers.simpleRNN({units: 4, inputShape: [12, 1]}), tf.layers.dense({units: 1})]});
      model.compile({optimizer: "adam", loss: "meanSquaredError"});
      return model;
    },
  };
}
const rows = () => {
  const {x, y} = clusters({rows: 80, features: 4, classes: 3, seed: 99});
  return {...classifier(), validation: {x, y: oneHot(y, 3)}};
};

/** Windows of eight steps of a series of a few values, cut by time. */
const dice = (values: number, {rows, seed}: {rows: number; seed: number}) => {
  const draw = random(seed);
  const series = Array.from({length: rows + 8}, () => Math.floor(values * draw()));
  const part = (from: number, to: number) => {
    const starts = Array.from({length: to - from}, (_, i) => from + i);
    return {x: starts.map((i) => series.slice(i, i + 8)), y: starts.map((i) => [series[i + 8]!])};
  };
  const cut = Math.round(0.8 * rows);
  const {x, y} = part(0, cut);
  return {...table({x, y}), validation: part(cut, rows)};
};

/** Four whole numbers of 6 to 20 a row. */
const words = () => {
  const count = (draw: () => number) => 6 + Math.floor(5 * (draw() + draw() + draw()));
  const of = (total: number, seed: number) => ({
    x: rowsOf(total, {seed, columns: [count, count, count, count]}),
    y: rowsOf(total, {seed, columns: [(draw) => draw()]}),
  });
  return {...table(of(500, 1)), validation: of(125, 2)};
};

testCheck(futureLeak, {
  healthy: [
    ...[5, 8, 20].map((seed) => ({
      title: `a short series of three values, cut by time (${seed})`,
      subject: () => dice(3, {rows: 60, seed}),
    })),
    {title: "a longer series of three values, cut by time", subject: () => dice(3, {rows: 200, seed: 16})},
    {title: "a series that is split by time", subject: () => forecast({})},
    {title: "sequences that are split by time", subject: () => sequences({})},
    {title: "a series without noise that repeats itself", subject: () => forecast({noise: 0})},
    {title: "windows two steps apart, split by time", subject: () => forecast({stride: 2})},
    {title: "windows that do not overlap, split by chance", subject: () => forecast({stride: 12, shuffled: true})},
    {title: "rows that are no series", subject: rows},
    {title: "counts of four words, which look continued by chance", subject: words},
    {title: "nothing held out", subject: () => classifier(), verdicts: ["skip"]},
  ],
  sick: [
    {title: "windows that are split by chance", subject: () => forecast({shuffled: true}), says: /^7\d % of the validation windows/},
    {title: "sequences that are split by chance", subject: () => sequences({shuffled: true})},
    {title: "windows two steps apart, split by chance", subject: () => forecast({stride: 2, shuffled: true})},
  ],
});
