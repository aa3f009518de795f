import {tf, type Case} from "../../src/index.js";
import {ignoresLabels} from "../../src/golden/ignores-labels.js";
import {permutation, random} from "../../src/math/random.js";
import {classifier, regressor} from "../examples.js";
import {testCheck} from "../testCheck.js";

testCheck(ignoresLabels, {
  healthy: [
    {title: "a classifier", subject: () => classifier()},
    {title: "a regression", subject: () => regressor()},
    {
      title: "a network that learns nothing at all",
      subject: () => classifier({classes: 2, units: 1, loss: "binaryCrossentropy", epochs: 4}),
      says: /does not fall below that of a constant answer with the true targets either/,
    },
    {title: "a network that rebuilds its inputs and holds its loss itself", subject: () => selfJudging(), verdicts: ["pass", "unsure"]},
    {
      title: "rows and labels shuffled apart, of which too little is learned by heart",
      subject: () => misaligned({rows: 2000, epochs: 12, batchSize: 64}),
      says: /^with the true targets the loss falls from 1\.\d+ to 1\.0\d+, that of a constant answer is 1\.098: it learns too little to compare/,
    },
    {title: "too few rows", subject: () => classifier({rows: 30}), verdicts: ["unsure"]},
  ],
  sick: [
    {title: "rows and labels shuffled apart", subject: () => misaligned({rows: 1000, epochs: 24, batchSize: 32})},
    {title: "a loss that does not read its targets", subject: () => deaf(), says: /same whatever the targets are/},
    {title: "a loss that does not read its targets, and falls to nothing", subject: () => deaf(0), says: /same whatever the targets are/},
  ],
});

function misaligned({rows, ...fit}: {rows: number; epochs: number; batchSize: number}): Case {
  const subject = classifier({rows, hidden: [64]});
  const {x, y} = subject.train as {x: number[][]; y: number[][]};
  const order = permutation(rows, random(3));
  return {...subject, train: {x, y: order.map((i) => y[i]!)}, fit};
}

function deaf(goal = 3): Case {
  const model = () => {
    const built = tf.sequential({layers: [tf.layers.dense({units: 16, activation: "relu", inputShape: [3]}), tf.layers.dense({units: 1})]});
    built.compile({optimizer: tf.train.adam(0.01), loss: (_, answer) => answer.sub(goal).square().mean() as tf.Scalar});
    return built;
  };
  return {...regressor({epochs: 6}), model};
}

/** A network whose only output is its own loss: what it answers of its inputs. */
function selfJudging(): Case {
  const {train} = regressor({epochs: 6});
  const {x} = train as unknown as {x: number[][]};
  const model = () => {
    const input = tf.input({shape: [x[0]!.length]});
    const code = tf.layers.dense({units: 2, activation: "tanh"}).apply(input);
    const rebuilt = tf.layers.dense({units: x[0]!.length}).apply(code) as tf.SymbolicTensor;
    const built = tf.model({inputs: input, outputs: new Distance({}).apply([input, rebuilt]) as tf.SymbolicTensor});
    built.compile({optimizer: tf.train.adam(0.01), loss: (_, answer) => answer.mean() as tf.Scalar});
    return built;
  };
  return {model, train: {x, y: x}, fit: {epochs: 6}, task: "reconstruction"};
}

/** The squared difference of two inputs, value by value. */
class Distance extends tf.layers.Layer {
  static className = "Distance";
  override computeOutputShape([shape]: tf.Shape[]): tf.Shape {
    return shape!;
  }
  override call([one, other]: tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => one!.sub(other!).square());
  }
}
