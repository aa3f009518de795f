import {dataErrors} from "../../src/errors/known/data.js";
import {tf} from "../../src/index.js";
import {double, ones, provokes, small, stacked} from "./provoke.js";

const mse = {loss: "meanSquaredError"};
const anything = (value: unknown): never => value as never;

describe("errors of data", () => {
  provokes(dataErrors, {
    provoked: {
      "one-hot targets for a loss or an output that wants one number a row": () =>
        small({loss: "sparseCategoricalCrossentropy"}).fit(ones(8, 4), ones(8, 3)),
      "class numbers where one-hot rows are wanted": () => small().fit(ones(8, 4), ones(8, 1)),
      "targets of another shape than the output": () => small(mse).fit(ones(8, 4), ones(8, 2)),
      "inputs of another shape than the first layer's inputShape": () => small().fit(ones(8, 5), ones(8, 3)),
      "targets with another number of dimensions than the output": () => small(mse).fit(ones(8, 4), ones(8, 3, 1)),
      "inputs with another number of dimensions than the first layer wants": () => small().fit(ones(8, 4, 1), ones(8, 3)),
      "one row without the rows' dimension": () => small().predict(ones(4)),
      "inputs of another shape than the model was built for": () => small().predict(ones(8, 5)),
      "different numbers of rows in x and y": () => small().fit(ones(8, 4), ones(7, 3)),
      "inputs, or targets, with different numbers of rows": () => double().fit([ones(8, 2), ones(7, 2)], [ones(8, 1), ones(8, 1)]),
      "one tensor for a model of several inputs or outputs": () => double().fit(ones(8, 2), [ones(8, 1), ones(8, 1)]),
      "another number of tensors than the model has inputs or outputs": () => double().predict([ones(8, 2)]),
      "a named input or target is missing": () => double().fit({left: ones(8, 2)}, {one: ones(8, 1), two: ones(8, 1)}),
      "categoricalCrossentropy on one number a row": () => small({units: 1}).fit(ones(8, 4), ones(8, 1)),
      "fit or evaluate without inputs or targets": () => small().fit(ones(8, 4), anything(undefined)),
      "plain arrays where tensors are wanted": () => small().fit(anything([[1, 2, 3, 4]]), anything([[1, 0, 0]])),
      "sampleWeight, which tfjs does not have": () => small().fit(ones(8, 4), ones(8, 3), {sampleWeight: ones(8)}),
      "validation data with sample weights": () => small().fit(ones(8, 4), ones(8, 3), {validationData: [ones(2, 4), ones(2, 3), ones(2)]}),
      "validationData that is not a pair": () => small().fit(ones(8, 4), ones(8, 3), {validationData: anything([ones(2, 4)])}),
      "a class without a weight": () =>
        small().fit(ones(4, 4), tf.oneHot(tf.tensor1d([0, 1, 2, 2], "int32"), 3), {classWeight: {0: 1, 1: 2}}),
      "a batch size that is no whole number from 1": () => small().fit(ones(8, 4), ones(8, 3), {batchSize: 2.5}),
      "inputs of a type that cannot be converted": () => small().trainOnBatch(tf.tensor([["a", "b", "c", "d"]]), ones(1, 3)),
      "a scalar where rows are wanted": () => small().fit(tf.scalar(1), ones(1, 3)),
      "an id beyond the table that it is looked up in": () =>
        stacked(tf.layers.embedding({inputDim: 10, outputDim: 2, inputLength: 3})).predict(tf.tensor2d([[1, 2, 12]])),
      "an id beyond a category encoding's numTokens": () =>
        (tf.layers as unknown as Encoding).categoryEncoding({numTokens: 3}).apply(tf.tensor2d([[1, 5]], [1, 2], "int32")),
      "sequences of another length than the embedding's inputLength": () =>
        stacked(tf.layers.embedding({inputDim: 5, outputDim: 2, inputLength: 3, inputShape: [4]})),
    },
  });
});

interface Encoding {
  categoryEncoding(options: {numTokens: number}): tf.layers.Layer;
}
