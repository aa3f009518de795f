import {tf} from "../../src/index.js";
import {wrongMetric} from "../../src/model/wrong-metric.js";
import {classifier, relabel, severalLabels, table} from "../examples.js";
import {testCheck} from "../testCheck.js";

const two = {classes: 2, units: 1, activation: "sigmoid", loss: "binaryCrossentropy"} as const;
const numbers = (metrics: string[]) =>
  table({x: Array.from({length: 60}, (_, i) => [i / 60]), y: Array.from({length: 60}, (_, i) => [Math.sin(i)]), metrics});

const numbersTo = (count: number) => Array.from({length: count}, (_, i) => [i]);

testCheck(wrongMetric, {
  healthy: [
    {title: "accuracy of one of several classes", subject: () => classifier()},
    {title: "accuracy of two", subject: () => classifier(two)},
    {
      title: "binaryAccuracy of several labels at once",
      subject: () => severalLabels(classifier({activation: "sigmoid", loss: "binaryCrossentropy", metrics: ["binaryAccuracy"]})),
    },
    {title: "mae of numbers", subject: () => numbers(["mae"])},
  ],
  sick: [
    {
      title: "accuracy under binaryCrossentropy with ten classes",
      subject: () => classifier({classes: 10, activation: "sigmoid", loss: "binaryCrossentropy"}),
      says: /saying no to all 10 classes scores 0\.9;/,
    },
    {
      title: "precision, which tfjs compares with 1 exactly",
      subject: () => classifier({...two, metrics: ["precision"]}),
      says: /exactly 1/,
    },
    {
      title: "categoricalAccuracy of one unit",
      subject: () => classifier({...two, metrics: ["categoricalAccuracy"]}),
      says: /always the first/,
    },
    {
      title: "accuracy of -1 and 1",
      subject: () => relabel(classifier({...two, activation: "tanh", loss: "hinge"}), ([label]) => [2 * label! - 1]),
      says: /no row labelled -1 can be right/,
    },
    {
      title: "accuracy of three classes on one unit is a warning",
      subject: () => table({x: numbersTo(60), y: numbersTo(60).map(([i]) => [i! % 3]), metrics: ["accuracy"]}),
      verdicts: ["warn"],
      says: /the 33 % of rows beyond can never be right/,
    },
    {
      title: "categoricalAccuracy of several labels at once is a warning",
      subject: () => severalLabels(classifier({activation: "sigmoid", loss: "binaryCrossentropy", metrics: ["categoricalAccuracy"]})),
      verdicts: ["warn"],
      says: /the first label of a row/,
    },
    {title: "accuracy of numbers is a warning", subject: () => numbers(["accuracy"]), verdicts: ["warn"]},
  ],
});

describe("wrong-metric's claims about tfjs", () => {
  const run = async (model: tf.LayersModel, {x, y}: {x: number[][]; y: number[][]}) => {
    const [xs, ys] = [tf.tensor2d(x), tf.tensor2d(y)];
    const results = model.evaluate(xs, ys) as tf.Scalar[];
    const value = (await results[1]!.data())[0]!;
    tf.dispose([xs, ys, results]);
    model.optimizer.dispose();
    model.dispose();
    return value;
  };
  const still = (options: {units: number; bias: number; loss: string; metric: string}) => {
    const biasInitializer = tf.initializers.constant({value: options.bias});
    const model = tf.sequential({
      layers: [
        tf.layers.dense({units: options.units, activation: "sigmoid", kernelInitializer: "zeros", biasInitializer, inputShape: [1]}),
      ],
    });
    model.compile({optimizer: "sgd", loss: options.loss, metrics: [options.metric]});
    return model;
  };
  const near = (value: number, expected: number) => {
    if (Math.abs(value - expected) > 1e-5) throw new Error(`expected ${expected}, got ${value}`);
  };

  it("accuracy of a network that says no to ten classes is 0.9", async () => {
    const y = Array.from({length: 10}, (_, i) => Array.from({length: 10}, (_, j) => Number(i === j)));
    near(await run(still({units: 10, bias: -5, loss: "binaryCrossentropy", metric: "accuracy"}), {x: y.map(() => [1]), y}), 0.9);
  });

  it("precision of outputs of 0.99 for true labels is 0", async () => {
    near(await run(still({units: 1, bias: 4.6, loss: "binaryCrossentropy", metric: "precision"}), {x: [[1], [1]], y: [[1], [1]]}), 0);
  });

  it("categoricalAccuracy of one unit is 1 however wrong", async () => {
    near(
      await run(still({units: 1, bias: -5, loss: "binaryCrossentropy", metric: "categoricalAccuracy"}), {x: [[1], [1]], y: [[1], [1]]}),
      1,
    );
  });
});
