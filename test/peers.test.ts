import {expect} from "chai";
import {assertNoNaN, diagnose, record, tf, type Case} from "../src/index.js";
import {classifier, clusters, regressor} from "./examples.js";
import {stack} from "./networks.js";

/** A program that another tool is known to judge wrongly, and what is right. */
interface Defect {
  /** What the other tool does wrong. */
  title: string;
  subject: () => Partial<Case>;
  /** Checks that must fail on it, and those that must not. */
  fails?: readonly string[];
  silent?: readonly string[];
}

const shallow = () => stack({hidden: [8, 8]});

/** Defects of other tools that were verified by reading their code. Each is a program on which they err. */
const defects: readonly Defect[] = [
  {
    title: "TheDeepChecker never reaches its comparison with zeroed inputs",
    subject: () => ({
      ...regressor(),
      model: () => {
        const input = tf.input({shape: [3]});
        const gate = tf.layers.dense({units: 8, kernelInitializer: "zeros", trainable: false}).apply(input) as tf.SymbolicTensor;
        const model = tf.model({inputs: input, outputs: tf.layers.dense({units: 1}).apply(gate) as tf.SymbolicTensor});
        model.compile({optimizer: tf.train.adam(0.01), loss: "meanSquaredError"});
        return model;
      },
    }),
    fails: ["ignored-input"],
  },
  {
    title: "TheDeepChecker stops looking at features at the first normalised one",
    subject: () => scaled([1, 1, 1e6]),
    fails: ["unscaled-inputs"],
  },
  {
    title: "TheDeepChecker warns of the start of a clean network by the deviation of its activations",
    subject: () => ({...regressor(), model: stack({hidden: [32, 32, 16, 16]})}),
    silent: ["bad-initialisation", "wrong-initial-loss"],
  },
  {
    title: "DEFault compares outputs of sigmoids with 5, which they never reach",
    subject: () => ({
      ...regressor({rows: 120, epochs: 4}),
      model: stack({
        hidden: [8, 8],
        each: {
          activation: "sigmoid",
          kernelInitializer: tf.initializers.randomNormal({stddev: 300}),
          biasInitializer: tf.initializers.constant({value: 3000}),
        },
        optimizer: () => tf.train.sgd(0.01),
      }),
    }),
    fails: ["saturated-units"],
  },
  {
    title: "DeepDiagnosis can't report poor weights: the variance of one number is NaN",
    subject: () => ({...regressor(), model: stack({hidden: [8, 8], each: {kernelInitializer: "ones"}})}),
    fails: ["bad-initialisation"],
  },
  {
    title: "DeepDiagnosis stops with a TypeError exactly when the loss is stuck",
    subject: () => ({history: {loss: Array.from({length: 12}, () => 0.693)}}),
    fails: ["flat-loss"],
  },
  {
    title: "DeepDiagnosis takes a layer whose mean is exactly 0 for a numerical error",
    subject: () => ({...regressor(), model: stack({hidden: [8, 8], last: {kernelInitializer: "zeros"}})}),
    silent: ["divergence", "non-finite-values", "bad-initialisation"],
  },
  {
    title: "DeepDiagnosis and UMLAUT call every standardised input unnormalised",
    subject: () => ({...regressor(), model: shallow()()}),
    silent: ["unscaled-inputs"],
  },
  {
    title: "DeepLocalize flags an accuracy that is 1 in each batch",
    subject: () => ({history: {loss: Array.from({length: 12}, (_, i) => 0.1 * 0.8 ** i), acc: Array.from({length: 12}, () => 1)}}),
    silent: ["flat-loss", "divergence"],
  },
  {
    title: "AUTOTRAINER says nothing of gradients before an accuracy, of which a regression has none, falls short",
    subject: () => ({
      ...regressor({epochs: 8}),
      model: stack({hidden: [16, 16, 16, 16, 16, 16], each: {activation: "sigmoid"}, optimizer: () => tf.train.sgd(0.05)}),
    }),
    fails: ["vanishing-gradient"],
  },
  {
    title: "AUTOTRAINER, DeepDiagnosis and SageMaker call small gradients of a converged network vanishing",
    subject: () => classifier({classes: 2, units: 1, activation: "sigmoid", loss: "binaryCrossentropy", epochs: 25}),
    silent: ["vanishing-gradient", "flat-loss", "not-trained"],
  },
  {
    title: "UMLAUT asks a regression for a softmax",
    subject: () => regressor(),
    silent: ["wrong-output-activation", "probabilities-from-logits", "wrong-loss", "softmax-on-single-unit"],
  },
  {
    title: "UMLAUT looks for softmax in the name of a layer, and finds it where there is none",
    subject: () => ({...classifier(), model: () => named("softmax_scores", "linear")}),
    fails: ["probabilities-from-logits"],
  },
  {
    title: "UMLAUT misses a softmax whose layer has another name",
    subject: () => ({...classifier(), model: () => named("scores", "softmax")}),
    silent: ["probabilities-from-logits", "wrong-output-activation"],
  },
  {
    title: "UMLAUT calls a validation accuracy above .95 an error",
    subject: () => ({...classifier({rows: 400, epochs: 10}), validation: held()}),
    silent: ["overfitting", "leaked-split", "overconfidence", "leaked-labels"],
  },
  {
    title: "mltest's README has tanh between 0 and 1",
    subject: () => ({...regressor({target: (value) => Math.tanh(value / 2)}), model: stack({last: {activation: "tanh"}})}),
    silent: ["unreachable-targets"],
  },
];

describe("where other tools err", () => {
  for (const {title, subject, fails = [], silent = []} of defects)
    it(title, async () => {
      const {findings} = await diagnose(subject(), {checks: [...fails, ...silent], budget: 60});
      const verdicts = Object.fromEntries(findings.map(({about, verdict}) => [about.name, verdict]));
      for (const name of fails) expect(verdicts[name], name).equal("fail");
      for (const name of silent) expect(verdicts[name], name).equal("pass");
    });

  it("DEFault's monitor multiplies the learning rate by .9 each epoch", async () => {
    const optimizer = tf.train.sgd(0.1);
    await recorded(stack({optimizer: () => optimizer})());
    expect((optimizer as unknown as {learningRate: number}).learningRate).equal(0.1);
  });

  it("DeepDiagnosis unpacks two arrays a layer: not those without bias, of normalisation or recurrent ones", async () => {
    const model = tf.sequential();
    model.add(tf.layers.lstm({units: 3, inputShape: [4, 1]}));
    model.add(tf.layers.batchNormalization());
    model.add(tf.layers.dense({units: 1, useBias: false}));
    model.compile({optimizer: tf.train.sgd(0.01), loss: "meanSquaredError"});
    const {weights} = await recorded(model, [4, 1]);
    expect(weights.map(({weight}) => weight).map((name) => name.split("/").at(-1))).members(
      model.trainableWeights.map(({originalName}) => originalName.split("/").at(-1)),
    );
  });

  it("torchtest finds no infinity as long as one value is finite", () => {
    const rows = {
      x: [
        [1, 2, 3],
        [1, Infinity, 3],
      ],
      y: [[1], [2]],
    };
    expect(() => assertNoNaN(stack()(), rows)).throw(/the input .*infin/i);
  });
});

/** The regression with each feature multiplied. */
function scaled(factors: readonly number[]): Partial<Case> {
  const subject = regressor();
  const {x, y} = subject.train as {x: number[][]; y: number[][]};
  return {...subject, train: {x: x.map((row) => row.map((value, i) => value * factors[i]!)), y}};
}

/** Fresh rows of the classifier's clusters. */
function held(): {x: number[][]; y: number[][]} {
  const {x, y} = clusters({rows: 600, features: 4, classes: 3});
  return {x: x.slice(400), y: y.slice(400).map((label) => [0, 1, 2].map((c) => Number(c === label)))};
}

function named(name: string, activation: "linear" | "softmax"): tf.LayersModel {
  const model = tf.sequential();
  model.add(tf.layers.dense({units: 16, activation: "relu", inputShape: [4]}));
  model.add(tf.layers.dense({units: 3, activation, name}));
  model.compile({optimizer: tf.train.adam(0.01), loss: "categoricalCrossentropy"});
  return model;
}

async function recorded(model: tf.LayersModel, shape: readonly number[] = [3]) {
  const recorder = record(model, {every: 1});
  const [x, y] = [tf.randomNormal([16, ...shape]), tf.randomNormal([16, 1])];
  await model.fit(x, y, {epochs: 3, batchSize: 8, verbose: 0, callbacks: recorder as object});
  tf.dispose([x, y]);
  return recorder.record;
}
