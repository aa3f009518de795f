import {tensorErrors} from "../../src/errors/known/tensors.js";
import {tf} from "../../src/index.js";
import {ones, provokes, small} from "./provoke.js";

const anything = (value: unknown): never => value as never;
const gone = () => {
  const tensor = ones(2, 4);
  tensor.dispose();
  return tensor;
};

describe("errors of tensors", () => {
  provokes(tensorErrors, {
    provoked: {
      "a tensor that was freed": () => gone().add(1),
      "a model or layer that was freed": () => {
        const model = small();
        model.dispose();
        return model.predict(ones(2, 4));
      },
      "a tensor that this tfjs does not hold": () => small().fit(gone(), ones(2, 3)),
      "a shape that does not hold the values": () => tf.tensor([1, 2, 3], [2, 2]),
      "a shape that is no list of whole numbers": () => tf.zeros([2, 1.5]),
      "flat values without a shape": () => tf.tensor2d([1, 2, 3]),
      "values or a shape of another number of dimensions": () => tf.tensor1d(anything([[1]])),
      "a tensor of nothing": () => tf.tensor(anything(undefined)),
      "text where numbers are wanted": () => tf.mul(tf.tensor(["a"]), 2),
      "a tensor of another type": () => tf.oneHot(tf.tensor1d([0, 1]), 2),
      "something that is no tensor": () => tf.add(anything(undefined), 1),
      "matrices that cannot be multiplied": () => tf.matMul(ones(2, 3), ones(2, 3)),
      "shapes that do not fit each other": () => tf.add(ones(2, 3), ones(2, 4)),
      "a reshape to another number of values": () => ones(2, 3).reshape([4]),
      "tensors that cannot be joined": () => tf.concat([ones(2, 3), ones(3, 2)], 0),
      "rows of unequal length": () =>
        tf.data
          .array([{xs: ones(2)}, {xs: ones(3)}])
          .batch(2)
          .toArray(),
      "a loss of targets and predictions of different shapes": () => tf.losses.meanSquaredError(ones(2, 3), ones(2, 2)),
      "a slice beyond the end": () => ones(4).slice([2], [5]),
      "an axis that the tensor does not have": () => ones(2, 3).sum(2),
      "squeezing an axis that is not 1 long": () => ones(2, 3).squeeze([0]),
      "a split that leaves rows over": () => tf.split(ones(7, 2), 3),
      "one-hot encoding of fewer than two classes": () => tf.oneHot(tf.tensor1d([0], "int32"), 1),
      "dropout of whole numbers": () => tf.dropout(tf.ones([2], "int32"), 0.5),
      "softmax over another axis than the last": () => tf.softmax(ones(2, 3), 0),
      "a variable of another shape": () => tf.variable(ones(2)).assign(ones(3)),
      "a variable of another type": () => tf.variable(ones(2)).assign(tf.ones([2], "int32")),
      "two variables of one name": () => {
        const first = tf.variable(ones(1), true, "same");
        try {
          tf.variable(ones(1), true, "same");
        } finally {
          first.dispose();
        }
      },
      "tidy of something that is no function": () => tf.tidy(anything(5)),
      "a tensor that is too large for memory": () => tf.zeros([100000, 100000]),
      "no image for fromPixels": () => tf.browser.fromPixels(anything("picture.png")),
    },
  });

  it("explains what an optimizer says that still holds another model's moments", async () => {
    const optimizer = tf.train.adam();
    await small({optimizer, loss: "meanSquaredError"}).fit(ones(2, 4), ones(2, 3));
    const error = await small({units: 5, optimizer, loss: "meanSquaredError"})
      .fit(ones(2, 4), ones(2, 5))
      .catch((reason: unknown) => reason);
    const {explainError} = await import("../../src/errors/explain.js");
    const {expect} = await import("chai");
    expect(explainError(error)?.cause).match(/\[4, 3\] and \[4, 5\]|\[4, 5\] and \[4, 3\]/);
  });
});
