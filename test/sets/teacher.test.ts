import {expect} from "chai";
import {architectures} from "../../scripts/proof/teacher/architectures.js";
import {shareLeft} from "../../scripts/proof/teacher/measure.js";
import {useBackend} from "../../src/backend/backend.js";
import {counts, deviation, mean} from "../../src/math/stats.js";
import {teacher} from "../../src/sets/teacher.js";
import type {TeacherOptions} from "../../src/sets/teacher/options.js";

interface Block {
  values: Float32Array;
  shape: number[];
}

const x = (options: TeacherOptions) => teacher(options).x as unknown as Block;
const y = (options: TeacherOptions) => teacher(options).y as unknown as Block;
const labels = ({values, shape}: Block): number[] => {
  const units = shape.at(-1)!;
  return Array.from({length: values.length / units}, (_, row) => values.subarray(row * units, (row + 1) * units).indexOf(1));
};

describe("teacher", () => {
  before(() => useBackend("wasm", {say: false}));

  // The others, recurrent and large ones, take minutes: npm run proof teacher.
  const quick = [
    "dense MLP, 4 → 3 classes",
    "dense MLP, 20 → 10 classes",
    "sparse classes, 8 → 5",
    "many classes, 64 → 100",
    "logistic regression, 10",
    "hinge, −1/1",
    "wide tabular, 100",
    "multilabel, 16 → 8",
    "regression, 8 → 1",
    "conv1d + flatten, 128×1 → number",
    "embedding + pooling, 40 of 5000",
    "autoencoder, 64",
    "autoencoder, 784 in 0..1",
    "convolutional autoencoder, 16×16×1",
    "two inputs, 8 and 5",
    "picture and ids, 3 classes",
    "two outputs, classes and a number",
  ];
  for (const name of quick) it(`is learned on fresh rows by ${name}`, async () => expect(await shareLeft(architectures[name]!)).below(0.5));

  it("gives the same bits for the same seed, fresh rows of the same world for another draw, another world for another seed", () => {
    const options = {inputs: [[6], {shape: [5], tokens: 30}], output: 3, task: "multiclass", rows: 60} as const;
    expect(teacher(options)).deep.equal(teacher(options));
    expect(teacher({...options, draw: 1}).x).not.deep.equal(teacher(options).x);
    // A class lies where it lay in the other draw, not where it lies in the other world.
    const centre = (more: object) => {
      const set = {inputs: [[6]], output: 3, task: "multiclass", rows: 300, ...more} as const;
      const [{values}, classes] = [x(set), labels(y(set))];
      return Array.from({length: 6}, (_, j) => mean(classes.flatMap((one, row) => (one === 0 ? [values[row * 6 + j]!] : []))));
    };
    const apart = (a: number[], b: number[]) => Math.hypot(...a.map((value, i) => value - b[i]!));
    expect(apart(centre({}), centre({draw: 1}))).below(0.2);
    expect(apart(centre({}), centre({seed: 2}))).above(0.5);
  });

  it("balances classes, as many as have rows enough", () => {
    const few = counts(labels(y({inputs: [[5]], output: 3, task: "multiclass", rows: 99})));
    expect([...few.values()]).deep.equal([33, 33, 33]);
    const many = counts(labels(y({inputs: [[5]], output: 1000, task: "multiclass", rows: 500})));
    expect([...many.values()]).deep.equal(Array(20).fill(25));
    const pair = counts(y({inputs: [[5]], output: 1, task: "binary", rows: 100}).values);
    expect(pair).deep.equal(
      new Map([
        [pair.keys().next().value, 50],
        [1 - pair.keys().next().value!, 50],
      ]),
    );
  });

  it("makes numbers of mean 0 and deviation 1, inputs and targets", () => {
    const rows = {rows: 4000, output: 2, task: "regression"} as const;
    for (const shape of [[1], [4], [40], [12, 2], [8, 8, 1], [8, 8, 3], [4, 6, 6, 1]])
      for (const {values} of [x({...rows, rows: 1000, inputs: [shape]}), y({...rows, inputs: [shape]})]) {
        expect(mean(values), String(shape)).within(-0.5, 0.5);
        expect(deviation(values), String(shape)).within(0.75, 1.25);
      }
  });

  it("makes finite numbers of each task for shapes at the ends, with noise and without", () => {
    const inputs = [[1], [1, 1], [1, 1, 1], [3, 1], [2, 300], [2, 4, 4, 1], {shape: [1], tokens: 2}, {shape: [2, 3], tokens: 9999}];
    const targets = [
      {output: 40, task: "multiclass"},
      {output: [2, 9], task: "multilabel"},
      {output: [3, 3, 1], task: "binary"},
      {output: 7, task: "forecast"},
    ] as const;
    for (const input of inputs)
      for (const target of targets)
        for (const noise of [0, 1, 3]) {
          const set = teacher({inputs: [input, [2]], ...target, noise, rows: 30});
          for (const {values, shape} of [set.x, set.y].flat() as unknown as Block[]) {
            expect(values.length).equal(shape.reduce((a, b) => a * b));
            expect(values.every(Number.isFinite), JSON.stringify({input, target, noise})).equal(true);
          }
        }
  });

  it("gives ids of their own to classes without noise", () => {
    const set = teacher({inputs: [{shape: [4], tokens: 30}], output: 2, task: "multiclass", noise: 0, rows: 40}) as unknown as {
      x: Block;
      y: Block;
    };
    const of = (label: number) =>
      new Set(labels(set.y).flatMap((one, row) => (one === label ? [...set.x.values.subarray(row * 4, row * 4 + 4)] : [])));
    expect([...of(0)].filter((id) => of(1).has(id))).deep.equal([]);
  });

  it("writes targets in the coding and the shape that the output has", () => {
    const of = (more: object) => y({inputs: [[7, 4]], output: 3, task: "multiclass", rows: 60, ...more} as TeacherOptions);
    const kinds = ({values, shape}: Block) => ({shape, kinds: [...new Set(values)].sort((a, b) => a - b)});
    expect(kinds(of({}))).deep.equal({shape: [60, 3], kinds: [0, 1]});
    expect(kinds(of({output: [7, 3]}))).deep.equal({shape: [60, 7, 3], kinds: [0, 1]});
    expect(kinds(of({coding: "classes", output: 2}))).deep.equal({shape: [60, 1], kinds: [0, 1]});
    expect(kinds(of({coding: "classes", output: [7, 2]}))).deep.equal({shape: [60, 7, 1], kinds: [0, 1]});
    expect(kinds(of({task: "binary", output: 1, coding: "-1/1"}))).deep.equal({shape: [60, 1], kinds: [-1, 1]});
    expect(kinds(of({task: "multilabel", output: 9}))).deep.equal({shape: [60, 9], kinds: [0, 1]});
    const within = of({task: "regression", coding: "0/1"}).values;
    expect([Math.min(...within) >= 0, Math.max(...within) <= 1, Math.max(...within) > 0.8]).deep.equal([true, true, true]);
  });

  it("echoes an input as a reconstruction, pressed into the coding's range", () => {
    const {x, y} = teacher({inputs: [[4, 4, 1]], output: 16, task: "reconstruction", coding: "0/1", rows: 30}) as unknown as {
      x: Block;
      y: Block;
    };
    expect([x.shape, y.shape]).deep.equal([
      [30, 4, 4, 1],
      [30, 16],
    ]);
    expect(x.values).deep.equal(y.values);
    expect(Math.min(...x.values)).within(0, 0.1);
  });

  it("echoes each of several inputs once", () => {
    const outputs = [
      {output: 4, task: "reconstruction"},
      {output: 1, task: "binary"},
      {output: 4, task: "reconstruction", coding: "-1/1"},
    ] as const;
    const {x, y} = teacher({inputs: [[4], [4]], outputs, rows: 9}) as unknown as {x: Block[]; y: Block[]};
    expect([y[0]!.values, y[2]!.values]).deep.equal(x.map(({values}) => values));
    expect(Math.max(...y[2]!.values.map(Math.abs))).below(1);
  });

  it("draws ids of the vocabulary without the padding", () => {
    const {values, shape} = x({inputs: [{shape: [20], tokens: 300}], output: 2, task: "multiclass", rows: 200});
    expect(shape).deep.equal([200, 20]);
    expect(values.every((id) => Number.isInteger(id) && id >= 1 && id < 300)).equal(true);
    expect(new Set(x({inputs: [{shape: [20], tokens: 2}], output: 2, task: "multiclass", rows: 200}).values)).deep.equal(new Set([0, 1]));
  });

  it("says in one line what it cannot make", () => {
    const problem = (more: object) => () => teacher({inputs: [[4]], output: 3, task: "multiclass", ...more} as TeacherOptions);
    expect(problem({inputs: []})).throw(RangeError, "expected one input and one output at least, got 0 and 1");
    expect(problem({inputs: [[null, 4]]})).throw(RangeError, /got \[, 4\]; give a length to each axis/);
    expect(problem({output: 1})).throw(RangeError, "expected two units at least for multiclass, got 1");
    expect(problem({task: "ranking"})).throw(RangeError, /^expected a task \(binary, .*\), got ranking$/);
    expect(problem({coding: "numbers"})).throw(RangeError, /^expected a coding of multiclass \(one-hot, .*\), got numbers$/);
    expect(problem({inputs: [{shape: [3], tokens: 1}]})).throw(RangeError, "expected a vocabulary of 2 tokens at least, got 1");
    expect(problem({task: "reconstruction"})).throw(
      RangeError,
      "expected an input of numbers as large as the reconstruction [3], got none",
    );
    expect(problem({rows: 1})).throw(RangeError, "expected a whole number of 2 rows at least, got 1");
  });
});
