import {unscaledInputs} from "../../src/data/unscaled-inputs.js";
import {deviation, extent, mean} from "../../src/math/stats.js";
import {tf} from "../../src/index.js";
import {classifier, normal, oneHot, rowsOf, table} from "../examples.js";
import {testCheck} from "../testCheck.js";

type Draw = () => number;
const around = (mean: number, deviation: number) => (draw: Draw) => mean + deviation * normal(draw);
const uniform = (low: number, high: number) => (draw: Draw) => low + (high - low) * draw();
const flag = (share: number) => (draw: Draw) => Number(draw() < share);
const subject = (columns: readonly ((draw: Draw) => number)[], options: Partial<Parameters<typeof table>[0]> = {}) => {
  const x = rowsOf(200, {columns});
  return table({
    x,
    y: oneHot(
      x.map((_, i) => i % 3),
      3,
    ),
    last: "softmax",
    loss: "categoricalCrossentropy",
    ...options,
  });
};
const grey = Array.from({length: 64}, () => uniform(0, 255));
const penguins = [around(44, 5.5), around(17, 2), around(200, 14), around(4200, 800)];

const pictures = (largest: number) => {
  const values = rowsOf(20 * 64, {columns: [(draw: Draw) => Math.round(largest * draw())]}).flat();
  const model = () => {
    const layers = [
      tf.layers.conv2d({filters: 32, kernelSize: 3, activation: "relu", inputShape: [8, 8, 1]}),
      tf.layers.flatten(),
      tf.layers.dense({units: 2, activation: "softmax"}),
    ];
    const net = tf.sequential({layers});
    net.compile({optimizer: "adam", loss: "categoricalCrossentropy"});
    return net;
  };
  return {
    model,
    train: {
      x: {values, shape: [20, 8, 8, 1]},
      y: oneHot(
        Array.from({length: 20}, (_, i) => i % 2),
        2,
      ),
    },
  };
};

/** Columns scaled by figures of their own rows, and the declaration. */
const declared = (scaling: "z-score" | "min-max", change: (value: number, column: number) => number = (value) => value) => {
  const x = rowsOf(200, {columns: [around(5, 2), uniform(-3, 8), (draw) => (draw() < 0.7 ? 0 : Math.exp(normal(draw))), flag(0.2)]});
  const scaled = x.map((row) =>
    row.map((value, j) => {
      const column = x.map((other) => other[j]!);
      const centre = mean(column);
      const [low, high] = extent(column);
      if (j === 3) return value;
      return change(scaling === "z-score" ? (value - centre) / deviation(column) : (value - low) / (high - low), j);
    }),
  );
  return {...table({x: scaled, y: x.map(([a]) => [a!])}), scaling};
};

testCheck(unscaledInputs, {
  healthy: [
    {title: "declared z-score, a zero-inflated column and a flag among them", subject: () => declared("z-score")},
    {title: "declared min-max", subject: () => declared("min-max")},
    {
      title: "declared z-score by figures of all rows, a part of which is held out",
      subject: () => {
        const made = declared("z-score");
        const {x, y} = made.train as {x: number[][]; y: number[][]};
        return {...made, train: {x: x.slice(0, 120), y: y.slice(0, 120)}, validation: {x: x.slice(120), y: y.slice(120)}};
      },
    },
    {
      title: "declared min-max whose ends lie in the held-out rows",
      subject: () => {
        const made = declared("min-max");
        const {x, y} = made.train as {x: number[][]; y: number[][]};
        return {...made, train: {x: x.slice(0, 120), y: y.slice(0, 120)}, validation: {x: x.slice(120), y: y.slice(120)}};
      },
    },
    {
      title: "declared min-max, made so by a rescaling layer",
      subject: () => ({
        ...subject(
          Array.from({length: 64}, (_, j) => (draw: Draw) => Math.floor((j % 2 ? 256 : 90) * draw())),
          {
            first: [tf.layers.rescaling({scale: 1 / 255})],
          },
        ),
        scaling: "min-max",
      }),
    },
    {title: "standardised columns", subject: () => classifier()},
    {title: "iris in centimetres", subject: () => subject([around(5.8, 0.83), around(3.05, 0.43), around(3.76, 1.76), around(1.2, 0.76)])},
    {title: "one-hot and binary columns, some rare", subject: () => subject([flag(0.5), flag(0.01), flag(0.1), around(0, 1)])},
    {title: "word counts up to fifty", subject: () => subject(Array.from({length: 4}, () => (draw: Draw) => Math.floor(25 * draw())))},
    {title: "a heavy tail of moderate range", subject: () => subject([(draw) => Math.exp(normal(draw)), around(0, 1), around(0, 1)])},
    {title: "penguins behind a batch normalisation", subject: () => subject(penguins, {first: [tf.layers.batchNormalization()]})},
    {title: "grey levels behind a rescaling", subject: () => subject(grey, {first: [tf.layers.rescaling({scale: 1 / 255})]})},
    {title: "a column that never varies among standardised ones", subject: () => subject([around(0, 1), () => 1, around(0, 1)])},
    {title: "pictures of 0 to 1 into a convolution", subject: () => pictures(1)},
    {
      title: "token ids before an embedding",
      subject: () => {
        const x = rowsOf(100, {columns: Array.from({length: 6}, () => (draw: Draw) => Math.floor(9000 * draw()))});
        const model = () => {
          const net = tf.sequential({
            layers: [
              tf.layers.embedding({inputDim: 9000, outputDim: 4, inputLength: 6}),
              tf.layers.flatten(),
              tf.layers.dense({units: 1, activation: "sigmoid"}),
            ],
          });
          net.compile({optimizer: "adam", loss: "binaryCrossentropy"});
          return net;
        };
        return {model, train: {x, y: x.map((_, i) => [i % 2])}};
      },
    },
  ],
  sick: [
    {
      title: "declared z-score, one column left raw",
      subject: () => declared("z-score", (value, j) => (j === 1 ? 5 * value + 3 : value)),
      says: /declared z-score, but x2 is 3 ± 5; 0 ± 1 is expected$/,
    },
    {
      title: "declared z-score and divided by the variance",
      subject: () => declared("z-score", (value, j) => (j === 0 ? value / 2 : value)),
      says: /x1 is \S+ ± 0\.5; 0 ± 1/,
    },
    {
      title: "declared min-max and scaled to -1 to 1",
      subject: () => declared("min-max", (value) => 2 * value - 1),
      says: /x1 reaches from -1 to 1; 0 to 1 is expected \(one of 3 inputs/,
    },
    {
      title: "declared min-max by a divisor that no row attains is a warning",
      subject: () => declared("min-max", (value, j) => (j === 0 ? 0.8 * value : value)),
      verdicts: ["warn"],
      says: /x1 reaches from 0 to 0\.8/,
    },
    {
      title: "declared z-score and raw behind a batch normalisation is a warning",
      subject: () => ({...subject(penguins, {first: [tf.layers.batchNormalization()]}), scaling: "z-score"}),
      verdicts: ["warn"],
    },
    {title: "penguins: millimetres and grams", subject: () => subject(penguins), says: /x4 is as large as 4[0-9]{3}/},
    {
      title: "houses: rooms and metres",
      subject: () => subject([uniform(30, 200), uniform(0, 80), uniform(100, 20000), (draw) => 1 + Math.floor(6 * draw())]),
    },
    {title: "grey levels from 0 to 255", subject: () => subject(grey), says: /would start at ± 1[0-9]{2}/},
    {title: "grey levels into tanh", subject: () => subject(grey, {hidden: "tanh"}), says: /where their activation is flat/},
    {
      title: "pictures of 0 to 255 into a convolution",
      subject: () => pictures(255),
      says: /^the values that the first convolution reads are as large as 14\d/,
    },
    {title: "years", subject: () => subject([around(2000, 10), around(1990, 12)]), says: /times their deviation away from 0/},
    {title: "a millionth of a unit", subject: () => subject([around(0, 1e-6), around(0, 1e-6)]), says: /all alike/},
  ],
});
