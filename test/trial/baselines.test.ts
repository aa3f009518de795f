import {expect} from "chai";
import {random} from "../../src/math/random.js";
import {logistic, ridge} from "../../src/trial/baselines/linear.js";
import {gaussianBayes, multinomialBayes} from "../../src/trial/baselines/naive-bayes.js";
import {arima, seasonalNaive, seasonOf} from "../../src/trial/baselines/series.js";
import {normal} from "../examples.js";

const draw = random(3);
const matrix = (rows: readonly (readonly number[])[]) => ({values: Float64Array.from(rows.flat()), columns: rows[0]!.length});

describe("baselines", () => {
  it("Gaussian naive Bayes gives the posterior of two normal classes (by the formula)", () => {
    // Means 0 and 2, variances 1 and 1, equal shares: log odds are 2x - 2.
    const rows = Array.from({length: 4000}, (_, i) => [(i % 2) * 2 + normal(draw)]);
    const p = gaussianBayes({inputs: matrix(rows), labels: rows.map((_, i) => i % 2), classes: 2}, matrix([[0], [1], [2]]));
    [0, 1, 2].forEach((x, i) => expect(p[2 * i + 1]).closeTo(1 / (1 + Math.exp(2 - 2 * x)), 0.03));
  });

  it("a component that never varies in a class is no certainty for others", () => {
    const p = gaussianBayes(
      {
        inputs: matrix([
          [0, 1],
          [0, 2],
          [1, 1],
          [2, 2],
        ]),
        labels: [0, 0, 1, 1],
        classes: 2,
      },
      matrix([[0, 1.5]]),
    );
    expect([...p].every(Number.isFinite)).equal(true);
  });

  it("multinomial naive Bayes counts words with one more of each (worked by hand)", () => {
    // Class 0 has words [3, 1], class 1 [1, 3]: with Laplace's one 4/6 and 2/6.
    const p = multinomialBayes(
      {
        inputs: matrix([
          [3, 1],
          [1, 3],
        ]),
        labels: [0, 1],
        classes: 2,
      },
      matrix([[2, 0]]),
    );
    expect(p[0]).closeTo(0.16 / (0.16 + 0.04), 1e-6);
  });

  it("ridge regression finds the line that made the targets", () => {
    const rows = Array.from({length: 200}, () => [normal(draw), normal(draw)]);
    const targets = matrix(rows.map(([a, b]) => [3 + 2 * a! - b!]));
    const answers = ridge(matrix(rows), {
      targets,
      others: matrix([
        [0, 0],
        [1, 1],
      ]),
    });
    expect(answers[0]).closeTo(3, 0.05);
    expect(answers[1]).closeTo(4, 0.05);
  });

  it("logistic regression finds the odds that made the labels", () => {
    const rows = Array.from({length: 4000}, () => [normal(draw), normal(draw)]);
    const labels = rows.map(([a, b]) => Number(draw() < 1 / (1 + Math.exp(-(1.5 * a! - 0.5 * b!)))));
    const p = logistic(
      {inputs: matrix(rows), labels, classes: 2},
      matrix([
        [1, 0],
        [0, 1],
      ]),
    );
    expect(Math.log(p[1]! / p[0]!)).closeTo(1.5, 0.2);
    expect(Math.log(p[3]! / p[2]!)).closeTo(-0.5, 0.2);
  });

  const windows = (series: (t: number) => number, {steps, count}: {steps: number; count: number}) => {
    const block = (shape: number[], size: number, value: (row: number, i: number) => number) => ({
      name: "",
      shape,
      size,
      names: [],
      values: Float32Array.from({length: count * size}, (_, i) => value(Math.floor(i / size), i % size)),
    });
    const x = block([steps, 2], 2 * steps, (row, i) => (i % 2 ? series(row + (i - 1) / 2) : normal(draw)));
    return {rows: count, given: count, x: [x], y: [block([2], 2, (row, i) => series(row + steps + i))]};
  };

  it("the season is the channel and the lag that forecast best", () => {
    const split = windows((t) => [0, 1, 5, 2, 3, 9, 4][t % 7]!, {steps: 20, count: 60});
    const season = seasonOf(split);
    expect(season).deep.equal({channel: 1, lag: 7});
    expect([...seasonalNaive(split, {season, ahead: 2})]).deep.equal([...split.y[0]!.values]);
  });

  it("ARIMA goes on with a wandering series, without a word on the console", async () => {
    const said: unknown[] = [];
    const {log} = console;
    console.log = (...words: unknown[]) => said.push(words);
    try {
      const split = windows((t) => t + Math.sin(t), {steps: 40, count: 10});
      const found = await arima(split, {channel: 1, ahead: 2});
      const off = (answers: Float32Array) => answers.reduce((sum, value, i) => sum + Math.abs(value - split.y[0]!.values[i]!), 0);
      expect(off(found!.answers)).below(off(seasonalNaive(split, {season: {channel: 1, lag: 1}, ahead: 2})) / 2);
      expect(said).deep.equal([]);
    } finally {
      console.log = log;
    }
  });

  it("asks no ARIMA of windows that are too short", async () => {
    expect(
      await arima(
        windows((t) => t, {steps: 8, count: 5}),
        {channel: 1, ahead: 2},
      ),
    ).equal(undefined);
  });
});
