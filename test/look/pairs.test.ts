import {expect} from "chai";
import fc from "fast-check";
import {assertPairsKept, tf, type Pairs} from "../../src/index.js";
import {permutation, random} from "../../src/math/random.js";
import {clusters} from "../examples.js";

const {x, y: labels} = clusters({rows: 60, features: 3, classes: 3});
const y = labels.map((label) => [label]);
const order = permutation(60, random(3));
const moved = {x: order.map((i) => x[i]!), y: order.map((i) => y[i]!)};

const said = async (before: Pairs, after: Pairs, options?: Parameters<typeof assertPairsKept>[2]): Promise<string> => {
  const error = (await assertPairsKept(before, after, options).catch((reason: Error) => reason)) as Error;
  expect(error?.name, error?.message).equal("AssertionError");
  return error.message;
};

describe("assertPairsKept", () => {
  it("accepts a shuffle that moves inputs and targets together", () => assertPairsKept({x, y}, moved));

  it("says how many pairs break when only the targets are shuffled, and shows the first", async () => {
    const broken = {x, y: order.map((i) => y[i]!)};
    const wrong = labels.filter((label, row) => label !== labels[order[row]!]).length;
    const text = await said({x, y}, broken);
    expect(text).contain(`${wrong} pairs of 60 broke: ${wrong} inputs with another target; first: row `);
    const row = labels.findIndex((label, i) => label !== labels[order[i]!]);
    expect(text)
      .contain(`row ${row} after is x [`)
      .contain(`with y [${labels[order[row]!]}]; before, as row ${row}, its target was [${labels[row]}]`);
  });

  it("says which rows are lost, doubled or new", async () => {
    expect(await said({x, y}, {x: x.slice(1), y: y.slice(1)})).match(
      /1 pair of 60 broke \(60 rows before, 59 after\): 1 pair missing after; first: row 0 before, x \[/,
    );
    expect(await said({x, y}, {x: [...x, x[7]!], y: [...y, y[7]!]})).match(
      /1 pair of 60 broke .*: 1 pair not there before, or not so often; first: row 60 after/,
    );
    const doubled = {x: [x[1]!, ...x.slice(1)], y: [y[1]!, ...y.slice(1)]};
    expect(await said({x, y}, doubled)).contain("1 pair of 60 broke: 1 pair not there before, or not so often, 1 pair missing after");
  });

  it("works on tensors, batches and streams, and leaves no tensor behind", async () => {
    const [xs, ys] = [tf.tensor2d(x), tf.tensor2d(y)];
    const before = tf.memory().numTensors;
    const stream = () => tf.data.array(x.map((row, i) => ({xs: row, ys: y[i]!})));
    await assertPairsKept([xs, ys], {xs, ys});
    await assertPairsKept({x: xs, y: ys}, stream().shuffle(60, "a").batch(7));
    await assertPairsKept(stream().batch(60), moved);
    expect(await said({x, y}, stream().shuffle(60, "a").take(56).batch(7))).contain(
      "4 pairs of 60 broke (60 rows before, 56 after): 4 pairs missing after",
    );
    await assertPairsKept(
      [xs, ys],
      stream()
        .batch(7)
        .map((each) => ({xs: (each as {xs: tf.Tensor}).xs.div(3), ys: (each as {ys: tf.Tensor}).ys})),
      {transform: (inputs) => inputs.div(3)},
    );
    expect(tf.memory().numTensors).equal(before);
    tf.dispose([xs, ys]);
  });

  it("knows inputs that a function changes, however rounded, and still sees targets that move", async () => {
    const scale = (list: readonly number[][]) => list.map((row) => row.map((value) => Math.fround(value - 1) / 7));
    const transform = (inputs: tf.Tensor) => inputs.sub(1).mul(1 / 7);
    const after = {...moved, x: scale(moved.x)};
    await assertPairsKept({x, y}, after, {transform});
    expect(await said({x, y}, after)).contain("60 pairs of 60 broke");
    const swapped = after.y.map((target, i) => (i === 4 ? [(target[0]! + 1) % 3] : target));
    expect(await said({x, y}, {...after, y: swapped}, {transform})).match(
      / 1 pair of 60 broke: 1 input with another target; first: row 4 after is x/,
    );
  });

  it("may change the shape of the inputs, and says when it changed without a function", async () => {
    const flat = {x: x.map((row) => row.map((value) => [value])), y};
    await assertPairsKept({x, y}, flat, {transform: (inputs) => inputs.expandDims(2)});
    expect(await said({x, y}, flat)).equal(
      "expected x of shape [n, 3] after as before, got [n, 3, 1]; give transform when the inputs are changed",
    );
  });

  it("takes 0 and -0, and NaN and NaN, for the same, and rows of equal values for each other", async () => {
    await assertPairsKept({x: [[0], [NaN], [1], [1]], y: [[0], [1], [1], [0]]}, {x: [[1], [1], [-0], [NaN]], y: [[0], [1], [0], [1]]});
  });

  it("agrees with a multiset of texts (property)", async () => {
    const rows = fc.array(fc.tuple(fc.integer({min: 0, max: 3}), fc.integer({min: 0, max: 2})), {minLength: 1, maxLength: 8});
    const sides = (list: readonly (readonly [number, number])[]) => ({x: list.map(([a]) => [a]), y: list.map(([, b]) => [b])});
    await fc.assert(
      fc.asyncProperty(rows, rows, fc.boolean(), async (a, b, permute) => {
        const after = permute ? [...a].reverse() : b;
        const same = [...a].map(String).sort().join() === [...after].map(String).sort().join();
        const transform = (inputs: tf.Tensor) => inputs.clone();
        for (const options of [{}, {transform}]) {
          const error = await assertPairsKept(sides(a), sides(after), options).catch((reason: Error) => reason);
          expect(error === undefined, String(error)).equal(same);
        }
      }),
      {numRuns: 150},
    );
  });

  it("is done in time with 20 000 rows that a function changed", async function () {
    this.timeout(5000);
    const many = Array.from({length: 20_000}, (_, i) => [i % 997, Math.sin(i)]);
    const targets = many.map((_, i) => [i % 10]);
    const after = permutation(20_000, random(1));
    await assertPairsKept(
      {x: many, y: targets},
      {x: after.map((i) => many[i]!.map((value) => value / 3)), y: after.map((i) => targets[i]!)},
      {transform: (inputs) => inputs.mul(1 / 3)},
    );
  });

  it("refuses a function that loses rows, and an endless stream, in one line", async () => {
    const error = await assertPairsKept({x, y}, {x, y}, {transform: (inputs) => inputs.slice([0, 0], [5, 3])}).catch(
      (reason: Error) => reason,
    );
    expect(String(error)).match(/^RangeError: expected transform to keep the 60 rows, got the shape \[5,3\]/);
    const endless = tf.data.generator(function* () {
      for (;;) yield {xs: tf.zeros([50_000, 1]), ys: tf.zeros([50_000, 1])};
    } as never);
    const refused = await assertPairsKept({x: [[1]], y: [[1]]}, endless as never).catch((reason: Error) => reason);
    expect(String(refused)).match(/^RangeError: expected the stream after to have less than 200000 rows/);
  });
});
