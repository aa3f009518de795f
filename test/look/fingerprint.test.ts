import {expect} from "chai";
import fc from "fast-check";
import {assertSame, fingerprint, tf, type Dataset} from "../../src/index.js";

const x = [
  [1, 10],
  [2, NaN],
  [3, 30],
  [6, Infinity],
];
const y = [[0], [1], [1], [0]];
const names = {features: ["size", "weight"], classes: ["cat", "dog"]};

const pick = (rows: readonly number[], {x: inputs, y: targets}: {x: number[][]; y: number[][]} = {x, y}): Dataset => ({
  x: rows.map((row) => inputs[row]!),
  y: rows.map((row) => targets[row]!),
});

const message = (run: () => void): string => {
  try {
    run();
  } catch (error) {
    expect((error as Error).name).equal("AssertionError");
    return (error as Error).message;
  }
  throw new Error("nothing was thrown");
};

describe("fingerprint", () => {
  it("says what a dataset is, in figures that can be counted by hand", async () => {
    const made = await fingerprint({x, y, names});
    expect(made.rows).equal(4);
    expect(made.x[0]).deep.include({dtype: "float32", shape: [4, 2]});
    expect(made.x[0]!.features).deep.equal([
      {name: "size", min: 1, max: 6, mean: 3, sd: 1.87083, quantiles: [1, 2, 3, 3, 6], missing: 0, infinite: 0, distinct: 4},
      {name: "weight", min: 10, max: 30, mean: 20, sd: 10, quantiles: [10, 10, 30, 30, 30], missing: 1, infinite: 1, distinct: 4},
    ]);
    expect(made.y[0]!.classes).deep.equal({cat: 2, dog: 2});
    expect(JSON.parse(JSON.stringify(made))).deep.equal(made);
  });

  it("counts the classes of one-hot targets, the labels of multi-hot ones, and none of numbers", async () => {
    const classes = async (targets: number[][]) => (await fingerprint({x, y: targets})).y[0]!.classes;
    const rows = (a: number[], b: number[]) => [a, b, b, b];
    expect(await classes(rows([1, 0, 0], [0, 0, 1]))).deep.equal({0: 1, 2: 3});
    expect(await classes(rows([1, 1, 0], [0, 0, 1]))).deep.equal({0: 1, 1: 1, 2: 3});
    expect(await classes(rows([1.5], [0.2]))).equal(undefined);
  });

  it("keeps dtypes apart, pools images by channel, and leaves no tensor behind", async () => {
    const images = tf.tensor(
      Array.from({length: 24}, (_, i) => i % 3),
      [2, 2, 2, 3],
      "int32",
    );
    const targets = tf.tensor1d([true, false], "bool");
    const before = tf.memory().numTensors;
    const made = await fingerprint({x: images, y: targets});
    expect(tf.memory().numTensors).equal(before);
    expect(made.x[0]).deep.include({dtype: "int32", shape: [2, 2, 2, 3]});
    expect(made.x[0]!.features.map(({mean, sd, distinct}) => [mean, sd, distinct])).deep.equal([0, 1, 2].map((mean) => [mean, 0, 1]));
    expect(made.y[0]!.dtype).equal("bool");
    tf.dispose([images, targets]);
  });

  it("looks at every row, however many: one that changes among 30 000 changes the hashes", async () => {
    const rows = Array.from({length: 30_000}, (_, i) => [i % 251]);
    const targets = rows.map(([value]) => [value! % 2]);
    const first = await fingerprint({x: rows, y: targets});
    expect(first.rows).equal(30_000);
    const changed = rows.map((row, i) => (i === 12_345 ? [row[0] === 7 ? 8 : 7] : row));
    expect((await fingerprint({x: changed, y: targets})).hashes.inputs).not.equal(first.hashes.inputs);
  });

  it("is the same for a stream of the same rows", async () => {
    const stream = tf.data.array(x.map((row, i) => ({xs: row, ys: y[i]!}))).batch(3);
    assertSame(await fingerprint({x, y}), await fingerprint(stream));
  });

  it("has hashes of which only one sees the order, and all see a change (property)", async () => {
    const table = fc.array(fc.tuple(fc.integer({min: -9, max: 9}), fc.integer({min: 0, max: 3})), {minLength: 2, maxLength: 30});
    await fc.assert(
      fc.asyncProperty(table, fc.infiniteStream(fc.nat()), async (rows, stream) => {
        const order = rows.map((_, i) => ({i, key: stream.next().value})).sort((a, b) => a.key - b.key);
        const made = async (list: readonly (readonly [number, number])[]) =>
          (await fingerprint({x: list.map(([a]) => [a]), y: list.map(([, b]) => [b])})).hashes;
        const [first, moved] = [await made(rows), await made(order.map(({i}) => rows[i]!))];
        expect({...moved, ordered: ""}).deep.equal({...first, ordered: ""});
        const text = (list: readonly (readonly [number, number])[]) => JSON.stringify(list);
        expect(moved.ordered === first.ordered).equal(text(order.map(({i}) => rows[i]!)) === text(rows));
        const [[a, b], ...rest] = rows as [[number, number], ...[number, number][]];
        expect((await made([[a + 1, b], ...rest])).pairs).not.equal(first.pairs);
        expect((await made([[a, b], [a, b], ...rest])).pairs).not.equal(first.pairs);
      }),
      {numRuns: 60},
    );
  });

  it("takes 0 and -0 for one value", async () => {
    assertSame(await fingerprint({x: [[0], [1]], y: [[0], [1]]}), await fingerprint({x: [[-0], [1]], y: [[0], [1]]}));
  });

  it("refuses what are no rows of numbers", async () => {
    const error = await fingerprint({x: [["a"]], y: [[1]]} as never).catch((reason: Error) => reason);
    expect((error as Error).message).equal('expected numbers in dataset.x, got the text "a"; turn words into numbers first');
  });
});

describe("assertSame", () => {
  const all = [0, 1, 2, 3];

  it("accepts the same data, and another order only when told to", async () => {
    const [first, moved] = [await fingerprint(pick(all)), await fingerprint(pick([2, 0, 3, 1]))];
    assertSame(first, await fingerprint(pick(all)));
    assertSame(first, JSON.parse(JSON.stringify(first)));
    expect(message(() => assertSame(first, moved))).match(
      /^expected the same data, but 1 thing differs:\n  order: the same rows stand in another order$/,
    );
    assertSame(first, moved, {order: false});
  });

  it("tells labels that were shuffled from other labels and other inputs", async () => {
    const first = await fingerprint(pick(all));
    const shuffled = await fingerprint({x, y: [y[1]!, y[0]!, y[2]!, y[3]!]});
    expect(message(() => assertSame(first, shuffled))).contain(
      "1 thing differs:\n  pairs: the inputs are the same and the targets are the same, but",
    );
    const other = await fingerprint({x, y: [[1], [1], [1], [0]]});
    expect(message(() => assertSame(first, other)))
      .contain("rows: the targets differ, the inputs are the same")
      .contain("y: rows of class 0: expected 2, got 1");
  });

  it("lists all that differs in one error: scale, classes, missing values, rows", async () => {
    const first = await fingerprint({x, y, names});
    const scaled = x.map(([a, b], i) => [a! / 255, i === 0 ? NaN : b!]);
    const said = message(() => assertSame(first, {...first, rows: 5}));
    expect(said).contain("rows: expected 4, got 5");
    const other = await fingerprint({x: scaled, y: [[0], [2], [2], [0]], names: {...names, classes: ["cat", "dog", "cow"]}});
    const list = message(() => assertSame(first, other));
    for (const line of [
      "x.size: expected max 6, got 0.0235294",
      "x.weight: missing values: expected 1, got 2",
      "y: expected the class dog (2 rows), got none",
      "y: expected no class cow, got 2 rows",
    ])
      expect(list).contain(`\n  ${line}`);
  });

  it("says another shape, another number of inputs and another dtype", async () => {
    const first = await fingerprint(pick(all));
    expect(message(() => assertSame(first, {...first, x: []}))).contain("x: expected 1 of them, got 0");
    expect(message(() => assertSame(first, {...first, x: [{...first.x[0]!, shape: [4, 3]}]}))).contain(
      "x: expected rows of shape [2], got [3]",
    );
    expect(message(() => assertSame(first, {...first, x: [{...first.x[0]!, dtype: "int32"}]}))).contain("x: expected float32, got int32");
  });

  it("lets figures differ by a share of the range, and rows with them", async () => {
    const near = await fingerprint({x: [[1], [2], [3], [5]], y});
    const moved = await fingerprint({x: [[1], [2.03], [3], [5]], y});
    assertSame(near, moved, {tolerance: 0.01});
    expect(message(() => assertSame(near, moved, {tolerance: 0.005}))).contain("x.x1: expected 25 % quantile 2, got 2.03");
    expect(message(() => assertSame(near, moved))).contain("rows: the inputs differ, the targets are the same");
  });

  it("refuses what is no fingerprint in one line", async () => {
    const first = await fingerprint(pick(all));
    const coming = fingerprint(pick(all));
    expect(() => assertSame(first, coming as never)).throw(
      TypeError,
      /^expected other to be a fingerprint, got a promise; write await fingerprint\(dataset\)$/,
    );
    await coming;
    expect(() => assertSame({x, y} as never, first)).throw(TypeError, /^expected fingerprint to be a fingerprint, got object; /);
    expect(() => assertSame(first, first, {tolerance: -1})).throw(RangeError, "expected tolerance to be a share from 0 to below 1, got -1");
  });
});
