import {tf} from "../../src/index.js";
import {batchSize} from "../../src/training/batch-size.js";
import {classifier} from "../examples.js";
import {testCheck} from "../testCheck.js";

const inBatchesOf = (size: number, epochs: number) => ({
  ...classifier({optimizer: () => tf.train.adam(0.005)}),
  fit: {batchSize: size, epochs},
});

testCheck(batchSize, {
  healthy: [
    {title: "batches of 16", subject: () => classifier(), says: /12 steps an epoch on 192 rows/},
    {title: "four rows in one batch", subject: () => ({...classifier({rows: 4}), fit: {batchSize: 4, epochs: 5}})},
    {title: "one large batch for epochs enough", subject: () => inBatchesOf(240, 300)},
  ],
  sick: [{title: "one large batch for ten epochs", subject: () => inBatchesOf(240, 10), says: /1 step an epoch on 192 rows/}],
});
