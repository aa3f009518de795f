import {tf, type Case} from "../../src/index.js";
import {weakSlice} from "../../src/metrics/weak-slice.js";
import {random} from "../../src/math/random.js";
import {classifier, normal, regressor} from "../examples.js";
import {testCheck} from "../testCheck.js";

/** y = x1 + noise judged by a model that answers x1; where x2 is 1 (one row in five) the target is turned about. */
function turned(share: number): Partial<Case> {
  const draw = random(41);
  const x = Array.from({length: 400}, () => [normal(draw), Number(draw() < 0.2)]);
  const y = x.map(([first, second]) => [(second && draw() < share ? -1 : 1) * first! + 0.1 * normal(draw)]);
  const build = () => {
    const model = tf.sequential({layers: [tf.layers.dense({units: 1, inputShape: [2]})]});
    model.compile({optimizer: "sgd", loss: "meanSquaredError"});
    return model;
  };
  const trained = build();
  const weights = [tf.tensor2d([[1], [0]]), tf.tensor1d([0])];
  trained.setWeights(weights);
  tf.dispose(weights);
  return {model: build, trained, train: {x, y}, test: {x, y}, fit: {epochs: 1}, task: "regression"};
}

/** Labels by a logistic model of the first input, and the very network that knows it. */
function bordering(): Partial<Case> {
  const draw = random(4);
  const part = (rows: number) => {
    const x = Array.from({length: rows}, () => [6 * draw() - 3, draw()]);
    return {x, y: x.map(([a]) => [Number(draw() < 1 / (1 + Math.exp(-4 * a!)))])};
  };
  const make = () => {
    const made = tf.sequential({layers: [tf.layers.dense({units: 1, activation: "sigmoid", inputShape: [2]})]});
    made.compile({optimizer: "adam", loss: "binaryCrossentropy"});
    return made;
  };
  const trained = make();
  trained.setWeights([tf.tensor2d([[4], [0]]), tf.tensor1d([0])]);
  return {model: make, trained, train: part(100), validation: part(800), task: "binary"};
}

testCheck(weakSlice, {
  healthy: [
    {title: "errors alike everywhere", subject: () => turned(0)},
    {title: "a classifier", subject: () => classifier({rows: 600})},
    {title: "the best possible network, which errs at its border and says so", subject: bordering, says: /at most 3 times/},
    {title: "too few rows for any slice", subject: () => regressor({rows: 60}), verdicts: ["unsure"]},
    {title: "no rows held out", subject: () => regressor({rows: 30}), verdicts: ["skip"]},
  ],
  sick: [
    {
      title: "one value of a feature turns the target about",
      subject: () => turned(1),
      verdicts: ["warn"],
      says: /of \d+ held-out rows where x2 is 1 are among the tenth with the largest errors/,
    },
  ],
});
