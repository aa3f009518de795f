import {badInitialisation} from "../../src/model/bad-initialisation.js";
import {tf} from "../../src/index.js";
import {classifier, regressor} from "../examples.js";
import {testCheck} from "../testCheck.js";

type Initialiser = NonNullable<Parameters<typeof tf.layers.dense>[0]["kernelInitializer"]>;

const start =
  (initialisers: readonly Initialiser[], activation: "relu" | "tanh" = "relu") =>
  () => ({
    ...classifier(),
    model: () => {
      const layers = initialisers.map((kernelInitializer, i) =>
        tf.layers.dense({
          units: i + 1 < initialisers.length ? 16 : 3,
          activation: i + 1 < initialisers.length ? activation : "softmax",
          kernelInitializer,
          ...(i ? {} : {inputShape: [4]}),
        }),
      );
      const model = tf.sequential({layers});
      model.compile({optimizer: "adam", loss: "categoricalCrossentropy"});
      return model;
    },
  });
const normal = (stddev: number) => tf.initializers.randomNormal({stddev});

testCheck(badInitialisation, {
  healthy: [
    {title: "Glorot's start", subject: () => classifier()},
    {title: "a regression", subject: () => regressor()},
    {title: "He's start through eight relu layers", subject: start(Array.from({length: 9}, () => "heNormal"))},
    {title: "zeros in the output layer only", subject: start(["glorotUniform", "zeros"])},
    {
      title: "zeros in a hidden tanh layer below random weights, which tell the units apart",
      subject: start(["zeros", "glorotUniform"], "tanh"),
    },
    {
      title: "zeros in both heads of two outputs",
      subject: () => {
        const {train} = classifier();
        const {x, y} = train as {x: number[][]; y: number[][]};
        return {
          model: () => {
            const input = tf.input({shape: [4]});
            const hidden = tf.layers.dense({units: 16, activation: "relu"}).apply(input);
            const head = () =>
              tf.layers.dense({units: 3, activation: "softmax", kernelInitializer: "zeros"}).apply(hidden) as tf.SymbolicTensor;
            const model = tf.model({inputs: input, outputs: [head(), head()]});
            model.compile({optimizer: "adam", loss: "categoricalCrossentropy"});
            return model;
          },
          train: {x, y: [y, y.map((row) => [...row].reverse())]},
        };
      },
    },
    {
      title: "zeros that close a residual branch",
      subject: () => ({
        ...classifier(),
        model: () => {
          const input = tf.input({shape: [4]});
          const start = tf.layers.dense({units: 16, activation: "relu"}).apply(input) as tf.SymbolicTensor;
          const branch = (at: tf.SymbolicTensor) => {
            const hidden = tf.layers.dense({units: 16, activation: "relu"}).apply(at);
            const closed = tf.layers.dense({units: 16, kernelInitializer: "zeros"}).apply(hidden) as tf.SymbolicTensor;
            return tf.layers.add().apply([at, closed]) as tf.SymbolicTensor;
          };
          const end = tf.layers.dense({units: 3, activation: "softmax", kernelInitializer: "zeros"}).apply(branch(branch(start)));
          const model = tf.model({inputs: input, outputs: end as tf.SymbolicTensor});
          model.compile({optimizer: "adam", loss: "categoricalCrossentropy"});
          return model;
        },
      }),
    },
    {title: "small normal weights", subject: start([normal(0.05), normal(0.05), normal(0.05)])},
  ],
  sick: [
    {
      title: "zeros everywhere",
      subject: start(["zeros", "zeros", "zeros"]),
      says: /all 16 units of \S+( \d)? start with the same weights \(0\)/,
    },
    {title: "zeros below relu", subject: start(["zeros", "glorotUniform"])},
    {title: "ones everywhere", subject: start(["ones", "ones"])},
    {
      title: "units that each start as the same random vector, below equal weights",
      subject: () => {
        const subject = start(["glorotUniform", "ones"])();
        return {
          ...subject,
          model: () => {
            const model = subject.model();
            const [kernel, ...rest] = model.getWeights();
            tf.tidy(() => model.setWeights([tf.tile(kernel!.slice([0, 0], [4, 1]), [1, 16]), ...rest]));
            return model;
          },
        };
      },
      says: /start with the same weights \(on average/,
    },
    {
      title: "normal weights of deviation 1 through five layers",
      subject: start(Array.from({length: 6}, () => normal(1.5))),
      says: /times as loud as under Glorot's start/,
    },
    {title: "normal weights of deviation 8", subject: start([normal(8), normal(8)])},
  ],
});
