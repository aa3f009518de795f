import {tf, type Case} from "../../src/index.js";
import {indexOutOfRange} from "../../src/data/index-out-of-range.js";
import {classifier} from "../examples.js";
import {testCheck} from "../testCheck.js";

const tokens = (ids: number[][], {first = []}: {first?: readonly number[]} = {}): Case => ({
  model: () => {
    const layers = [
      tf.layers.embedding({inputDim: 10, outputDim: 3, inputLength: 3}),
      tf.layers.flatten(),
      tf.layers.dense({units: 1, activation: "sigmoid"}),
    ];
    const model = tf.sequential({layers});
    model.compile({optimizer: "adam", loss: "binaryCrossentropy"});
    return model;
  },
  train: {x: [...ids, ...(first.length ? [[...first]] : [])], y: [...ids, ...(first.length ? [first] : [])].map((_, i) => [i % 2])},
});
const good = [
  [0, 1, 9],
  [3, 3, 4],
  [9, 8, 7],
];

testCheck(indexOutOfRange, {
  healthy: [
    {title: "ids below the size", subject: () => tokens(good), says: /run from 0 to 9; \S+( \d)? has 10 rows and expects 0 to 9/},
    {title: "no embedding", subject: () => classifier()},
  ],
  sick: [
    {title: "an id equal to the size", subject: () => tokens(good, {first: [1, 2, 10]}), says: /run from 0 to 10, 8.3 % of them beyond/},
    {title: "a negative id", subject: () => tokens(good, {first: [-1, 2, 3]})},
    {title: "numbers that are no ids", subject: () => tokens(good, {first: [0.5, 2, 3]}), says: /not whole numbers/},
    {
      title: "new ids in the validation rows",
      subject: () => ({...tokens(good), validation: {x: [[1, 2, 12]], y: [[1]]}}),
      says: /ids in validation/,
    },
  ],
});
