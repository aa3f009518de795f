import {expect} from "chai";
import {unshuffledData} from "../../src/data/unshuffled-data.js";
import {tf, type Case} from "../../src/index.js";
import {alikeInBatches, runsTest, serialTest} from "../../src/math/order.js";
import {permutation, random} from "../../src/math/random.js";
import {classifier, normal, regressor, rowsIn, table} from "../examples.js";
import {testCheck} from "../testCheck.js";

/** Rows in the order of their target, with as much noise as is asked for. */
const sorted = (subject: Case, {noise = 0, shuffle = false} = {}): Case => {
  const {x, y} = rowsIn(subject);
  const draw = random(3);
  const keys = y.map((target) => target.indexOf(Math.max(...target)) + (target.length === 1 ? target[0]! : 0) + noise * normal(draw));
  const order = y.map((_, row) => row).sort((a, b) => keys[a]! - keys[b]!);
  return {...subject, train: {x: order.map((row) => x[row]!), y: order.map((row) => y[row]!)}, fit: {...subject.fit, shuffle}};
};
const unsorted = (subject: Case): Case => ({...subject, fit: {...subject.fit, shuffle: false}});
/** A stream in batches of 16, behind a buffer from which the next row is drawn, as `.shuffle(buffer)` does; tf.data's own draws anew each time. */
const streamed = (subject: Case, buffer = 1): Case => {
  const {x, y} = rowsIn(subject);
  const draw = random(21);
  const [waiting, order] = [x.map((_, row) => row), [] as number[]];
  while (waiting.length) order.push(...waiting.splice(Math.floor(draw() * Math.min(buffer, waiting.length)), 1));
  return {...subject, train: tf.data.array(order.map((row) => ({xs: x[row]!, ys: y[row]!})) as tf.TensorContainer[]).batch(16)};
};
/** Past values of a slow wave, and the value that follows. */
const series = () => {
  const draw = random(8);
  const wave = Array.from({length: 260}, (_, t) => Math.sin(t / 20) + 0.1 * normal(draw));
  const starts = Array.from({length: 240}, (_, i) => i);
  return unsorted(table({x: starts.map((i) => wave.slice(i, i + 8)), y: starts.map((i) => [wave[i + 8]!])}));
};

testCheck(unshuffledData, {
  healthy: [
    {title: "fit shuffles by default", subject: () => classifier()},
    {title: "sorted rows that fit shuffles", subject: () => sorted(classifier(), {shuffle: true})},
    {title: "shuffle: false on rows in no order", subject: () => unsorted(classifier())},
    {title: "shuffle: false on numbers in no order", subject: () => unsorted(regressor())},
    {
      title: "classes that alternate",
      subject: () => {
        const {x} = rowsIn(classifier());
        return unsorted(table({x, y: x.map((_, row) => [row % 2]), last: "sigmoid", loss: "binaryCrossentropy"}));
      },
    },
    {title: "one batch for all rows", subject: () => ({...sorted(classifier()), fit: {batchSize: 240, shuffle: false}})},
    {title: "windows of a series in order of time", subject: series, says: /windows of a series/},
    {title: "a stream in no order", subject: () => streamed(classifier())},
    {title: "a sorted stream shuffled by a buffer for all rows", subject: () => streamed(sorted(classifier()), 240)},
    {title: "a weak order is a warning at most", subject: () => sorted(classifier(), {noise: 1}), verdicts: ["pass", "warn"]},
  ],
  sick: [
    {title: "rows sorted by class with shuffle: false", subject: () => sorted(classifier()), says: /with shuffle: false.*correlation 0\.9/},
    {title: "rows sorted by their number", subject: () => sorted(regressor())},
    {title: "a sorted stream", subject: () => streamed(sorted(classifier())), says: /by a stream/},
    {title: "a sorted stream with a buffer of 20 rows", subject: () => streamed(sorted(classifier()), 20), verdicts: ["fail", "warn"]},
  ],
});

describe("the order of rows", () => {
  const draw = random(17);
  const labels = Array.from({length: 60}, () => Math.floor(3 * draw()));
  const shuffles = Array.from({length: 2000}, () => permutation(60, draw).map((row) => labels[row]!));

  it("runs test holds its level on 2000 random orders", () => {
    const share = shuffles.filter((order) => runsTest(order) < 0.05).length / 2000;
    expect(share).within(0.03, 0.065);
  });

  it("serial correlation holds its level on 2000 random orders", () => {
    const share = shuffles.filter((order) => serialTest(order) < 0.05).length / 2000;
    expect(share).within(0.03, 0.065);
  });

  it("batches of one value are alike, random ones are not", () => {
    expect(alikeInBatches([labels.toSorted()], {batchSize: 5})).above(0.8);
    const means = shuffles.map((order) => alikeInBatches([order], {batchSize: 5}));
    expect(means.reduce((sum, value) => sum + value, 0) / 2000).within(-0.01, 0.01);
  });
});
