import {expect} from "chai";
import {blobs, circles, friedman, glyphs, iris, moons, sineSeries, teacher, tf, useBackend, type Dataset} from "../../src/index.js";
import {meanOfNeighbours, nearest} from "../../src/math/neighbours.js";
import {seeded} from "../../src/math/random.js";
import {counts, deviation, mean, variance} from "../../src/math/stats.js";

interface Block {
  values: Float32Array;
  shape: number[];
}

const matrix = (of: Dataset["x"]) => {
  const {values, shape} = of as unknown as Block;
  return {values: Float64Array.from(values), columns: values.length / shape[0]!};
};
const x = (set: Dataset) => set.x as unknown as Block;
const y = (set: Dataset) => set.y as unknown as Block;

/** What the nearest neighbours among the training rows say of each held-out target. */
const told = (train: Dataset, {held, count = 5}: {held: Dataset; count?: number}): Float64Array =>
  meanOfNeighbours(nearest(matrix(held.x), {among: matrix(train.x), count}), {targets: matrix(train.y), count});

/** The share of held-out rows whose neighbours say the right class. */
function accuracy(train: Dataset, held: Dataset): number {
  const said = told(train, {held});
  const {values, columns} = matrix(held.y);
  const best = (of: ArrayLike<number>, row: number) => {
    const own = Array.from({length: columns}, (_, i) => of[row * columns + i]!);
    return columns === 1 ? Number(own[0]! > 0.5) : own.indexOf(Math.max(...own));
  };
  return mean(Array.from({length: values.length / columns}, (_, row) => Number(best(said, row) === best(values, row))));
}

const makers = {blobs, circles, friedman, glyphs, iris, moons, sineSeries};

describe("sets", () => {
  for (const [name, make] of Object.entries(makers)) {
    it(`${name}: the same seed gives the same bits, another other rows`, () => {
      expect(make({rows: 60})).deep.equal(make({rows: 60, seed: 1}));
      expect(x(make({rows: 60, seed: 2})).values).not.deep.equal(x(make({rows: 60})).values);
    });

    it(`${name}: has the rows that were asked for and names of its features or classes`, () => {
      const set = make({rows: 20});
      expect([x(set).shape[0], y(set).shape[0]]).deep.equal([20, 20]);
      for (const {values, shape} of [x(set), y(set)]) expect(values.length).equal(shape.reduce((a, b) => a * b));
      expect(Boolean(set.names?.features ?? set.names?.classes)).equal(true);
      if (set.names?.features && name !== "sineSeries") expect(set.names.features.length).equal(x(set).shape[1]);
      expect(() => make({rows: 0})).throw(RangeError, "expected rows to be a whole number above 0, got 0");
    });
  }

  it("blobs, moons, circles and glyphs are told by neighbours on fresh rows", () => {
    const score = (make: (options: {seed: number; rows: number}) => Dataset, rows = 500) =>
      accuracy(make({seed: 1, rows}), make({seed: 2, rows: 500}));
    const scores = {blobs: score(blobs), moons: score(moons), circles: score(circles), glyphs: score(glyphs, 2000)};
    for (const [name, value] of Object.entries(scores)) expect(value, name).above(0.95);
  });

  it("glyphs of MNIST's size are learned by a small network", async () => {
    await useBackend("wasm", {say: false});
    const [train, held] = [glyphs({rows: 1000, size: 28}), glyphs({rows: 500, size: 28, seed: 2})];
    expect(x(train).shape).deep.equal([1000, 28, 28, 1]);
    const [pictures, labels, fresh, right] = [x(train), y(train), x(held), y(held)].map(({values, shape}) => tf.tensor(values, shape));
    const score = await seeded(1, async () => {
      const layers = [
        tf.layers.flatten({inputShape: [28, 28, 1]}),
        tf.layers.dense({units: 32, activation: "relu"}),
        tf.layers.dense({units: 10, activation: "softmax"}),
      ];
      const model = tf.sequential({layers});
      model.compile({optimizer: "adam", loss: "categoricalCrossentropy", metrics: ["accuracy"]});
      await model.fit(pictures!, labels!, {epochs: 10, verbose: 0});
      const [loss, share] = model.evaluate(fresh!, right!) as tf.Scalar[];
      const found = share!.dataSync()[0]!;
      model.dispose();
      tf.dispose([pictures, labels, fresh, right, loss, share] as tf.Tensor[]);
      return found;
    });
    expect(score).above(0.9);
  });

  it("moons and circles are no work for a line", () => {
    // The best of 2460 lines leaves more rows wrong than neighbours do.
    for (const make of [moons, circles]) {
      const [{values}, labels] = [x(make({})), y(make({})).values];
      const score = (a: number, b: number) => {
        const hits = mean(
          Array.from(labels, (label, row) => Number(Math.cos(a) * values[2 * row]! + Math.sin(a) * values[2 * row + 1]! > b === label > 0)),
        );
        return Math.max(hits, 1 - hits);
      };
      const best = Math.max(
        ...Array.from({length: 60}, (_, i) => Math.max(...Array.from({length: 41}, (_, j) => score((Math.PI * i) / 60, j / 10 - 2)))),
      );
      expect(best).below(0.93);
    }
  });

  it("friedman follows its law: variance 23.8 beside the noise's, and five features that count", () => {
    const set = friedman({rows: 20000, noise: 0});
    const [{values}, target] = [x(set), y(set).values];
    // By integrating the law over the cube: the mean is 10 · 0.5247 + 20/12 + 5 + 2.5.
    expect(mean(target)).within(14.3, 14.55);
    expect(variance(target)).within(23, 24.6);
    const row = Array.from(values.subarray(0, 5));
    expect(target[0]).closeTo(10 * Math.sin(Math.PI * row[0]! * row[1]!) + 20 * (row[2]! - 0.5) ** 2 + 10 * row[3]! + 5 * row[4]!, 1e-4);
    const noise = y(friedman({rows: 20000})).values.map((value, i) => value - target[i]!);
    expect([deviation(values), deviation(noise)].map((value) => value.toFixed(1))).deep.equal(["0.3", "1.0"]);
  });

  it("friedman and the series are told by neighbours far better than by their mean", () => {
    const left = (make: (options: {seed: number; rows: number}) => Dataset) => {
      const [train, held] = [make({seed: 1, rows: 2000}), make({seed: 2, rows: 400})];
      const said = told(train, {held});
      return mean(Array.from(y(held).values, (value, i) => (value - said[i]!) ** 2)) / variance(y(held).values);
    };
    expect(left(friedman)).below(0.45);
    expect(left(sineSeries)).below(0.05);
  });

  it("a series goes on as its sine does", () => {
    const set = sineSeries({rows: 5, noise: 0, steps: 10, horizon: 3});
    expect([x(set).shape, y(set).shape]).deep.equal([
      [5, 10, 1],
      [5, 3],
    ]);
    for (let row = 0; row < 5; row++) {
      const all = [...x(set).values.subarray(row * 10, row * 10 + 10), ...y(set).values.subarray(row * 3, row * 3 + 3)];
      // A sine obeys s(t + 1) + s(t − 1) = 2 cos(ω) s(t).
      const at = all.slice(1, -1).reduce((best, value, i, inner) => (Math.abs(value) > Math.abs(inner[best]!) ? i : best), 0) + 1;
      const law = (all[at + 1]! + all[at - 1]!) / all[at]!;
      for (let t = 1; t < 12; t++) expect(all[t + 1]! + all[t - 1]!).closeTo(law * all[t]!, 1e-4);
    }
  });

  it("iris has the means that Fisher gives for each species", () => {
    const set = iris();
    const labels = Array.from({length: 150}, (_, row) =>
      y(set)
        .values.subarray(row * 3, row * 3 + 3)
        .indexOf(1),
    );
    expect([...counts(labels).values()]).deep.equal([50, 50, 50]);
    const means = [0, 1, 2].map((species) =>
      [0, 1, 2, 3].map((feature) =>
        mean(labels.flatMap((label, row) => (label === species ? [x(set).values[row * 4 + feature]!] : []))).toFixed(3),
      ),
    );
    // Table II of his paper.
    expect(means).deep.equal([
      ["5.006", "3.428", "1.462", "0.246"],
      ["5.936", "2.770", "4.260", "1.326"],
      ["6.588", "2.974", "5.552", "2.026"],
    ]);
    expect(() => iris({rows: 151})).throw(RangeError, "expected at most 150 rows, as many as iris has, got 151");
  });

  it("writes labels as whole numbers on demand", () => {
    for (const make of [blobs, glyphs, iris]) {
      const {values, shape} = y(make({rows: 30, oneHot: false}));
      expect([shape, values.every(Number.isInteger)]).deep.equal([[30, 1], true]);
    }
  });

  it("has a teacher beside them", () => expect(x(teacher({inputs: [[2]], output: 1, task: "binary", rows: 4})).shape).deep.equal([4, 2]));
});
