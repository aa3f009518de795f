import {tf, type Case} from "../../src/index.js";
import {belowBaseline} from "../../src/metrics/below-baseline.js";
import {random} from "../../src/math/random.js";
import {classifier, normal, regressor} from "../examples.js";
import {testCheck} from "../testCheck.js";

/** Targets that have nothing to do with the inputs. */
function noise(subject: Case, target: (draw: () => number) => number[]): Case {
  const draw = random(5);
  const {x} = subject.train as {x: number[][]; y: number[][]};
  return {...subject, train: {x, y: x.map(() => target(draw))}};
}

testCheck(belowBaseline, {
  healthy: [
    {title: "a classifier", subject: () => classifier(), says: /^accuracy is .* on 48 held-out rows, a constant answer's is 0\.\d+/},
    {title: "a regression", subject: () => regressor()},
    {
      title: "a forecast of little signal that is still worth something",
      subject: () => regressor({rows: 800, noise: 2, hidden: [4], epochs: 10}),
      verdicts: ["pass", "unsure"],
    },
    {
      title: "too few rows to judge by",
      subject: () => noise(regressor({rows: 20}), (draw) => [normal(draw)]),
      verdicts: ["pass", "unsure"],
    },
    {title: "a judged model of the user's own", subject: () => trainedBy((x) => x)},
  ],
  sick: [
    {
      title: "a regression on noise",
      subject: () => noise(regressor({rows: 600}), (draw) => [normal(draw)]),
      says: /^R² against the training mean is -/,
    },
    {
      title: "a classification of noise",
      subject: () =>
        noise({...classifier({rows: 6000}), fit: {epochs: 2, batchSize: 64}}, (draw) =>
          ((k) => [0, 1, 2].map((c) => Number(c === k)))(Math.floor(3 * draw())),
        ),
    },
    {title: "a judged model whose inputs were prepared otherwise", subject: () => trainedBy((x) => -x)},
  ],
});

/** y = x, and a model that answers `scale(x)`. */
function trainedBy(scale: (x: number) => number): Case {
  const draw = random(3);
  const x = Array.from({length: 100}, () => [normal(draw)]);
  const build = () => {
    const model = tf.sequential({layers: [tf.layers.dense({units: 1, inputShape: [1]})]});
    model.compile({optimizer: "sgd", loss: "meanSquaredError"});
    return model;
  };
  const trained = build();
  const weights = [tf.tensor2d([[scale(1)]]), tf.tensor1d([0])];
  trained.setWeights(weights);
  tf.dispose(weights);
  return {model: build, trained, train: {x, y: x}, test: {x, y: x}, task: "regression", fit: {epochs: 1}};
}
