import {datasetErrors} from "../../src/errors/known/dataset.js";
import {tf} from "../../src/index.js";
import {double, ones, provokes, small} from "./provoke.js";

const anything = (value: unknown): never => value as never;
const rows = () => tf.data.array([{xs: [1, 1, 1, 1], ys: [1, 0, 0]}]);
const fit = (dataset: unknown, options: object = {epochs: 1}) => small().fitDataset(anything(dataset), anything(options));
const fitDouble = (element: object) =>
  double().fitDataset(
    anything(
      tf.data.generator(function* () {
        yield element as tf.TensorContainer;
      }),
    ),
    {epochs: 1},
  );

describe("errors of datasets", () => {
  provokes(datasetErrors, {
    provoked: {
      "a dataset whose elements are not {xs, ys}": () => fit(tf.data.array([{features: [1], label: 2}])),
      "a dataset that was not batched": () => fit(rows()),
      "tensors of one dataset element with different numbers of rows": () => fit(tf.data.array([{xs: ones(4), ys: ones(3)}])),
      "a dataset without one of the model's inputs or outputs": () =>
        fitDouble({xs: {left: ones(2, 2)}, ys: {one: ones(2, 1), two: ones(2, 1)}}),
      "fitDataset without a whole number of epochs": () => fit(rows().batch(1), {}),
      "fitDataset without its options": () => small().fitDataset(anything(rows()), anything(undefined)),
      "validationSplit of a stream": () => fit(rows().batch(1), {epochs: 1, validationSplit: 0.1}),
      "a dataset that ends before its epochs do": () => fit(rows().batch(1), {epochs: 3, batchesPerEpoch: 5}),
      "shuffle without a buffer's size": () => rows().shuffle(anything(undefined)),
      "batches of no rows": () => rows().batch(0),
      "all of an endless stream": () => rows().repeat().toArray(),
      "zip of something else than datasets": () => tf.data.zip(anything(5)),
      "a column that the CSV file does not have": () =>
        tf.data.csv("data:text/csv,a,b%0A1,2", {columnConfigs: {c: {isLabel: true}}}).toArray(),
      "an error in a dataset's own function": () => tf.data.generator(anything(() => 5)).toArray(),
    },
    elsewhere: {
      "a dataset with another number of tensors than the model": {
        message: 'LayersModel has 2 inputs, but the dataset provides 1 inputs.  (Expected input keys: ["left","right"])',
        file: "tfjs-layers/dist/engine/training_dataset.js",
        literal: "LayersModel has ${model.inputs.length} inputs, but the dataset ",
      },
    },
  });
});
