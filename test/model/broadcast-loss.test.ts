import {tf} from "../../src/index.js";
import {broadcastLoss} from "../../src/model/broadcast-loss.js";
import {classifier, regressor} from "../examples.js";
import {stack} from "../networks.js";
import {testCheck} from "../testCheck.js";
import {underLoss} from "./own-loss.js";

const centred = (values: tf.Tensor) => values.sub(values.mean());

testCheck(broadcastLoss, {
  healthy: [
    {title: "a loss by name", subject: () => regressor(), says: /tfjs's own/},
    {title: "a loss of tfjs as a function", subject: () => underLoss(tf.losses.meanSquaredError as never), says: /tfjs's own/},
    {title: "a mean of squares", subject: () => underLoss((y, p) => y.sub(p).square().mean())},
    {title: "one loss a row", subject: () => underLoss((y, p) => y.sub(p).square().mean(-1))},
    {title: "a sum of squares", subject: () => underLoss((y, p) => y.sub(p).square().sum())},
    {title: "the root of a mean of squares", subject: () => underLoss((y, p) => y.sub(p).square().mean().sqrt())},
    {title: "both flattened", subject: () => underLoss((y, p) => y.flatten().sub(p.flatten()).abs().mean())},
    {
      title: "a correlation over the batch, which is no mean over its rows",
      subject: () =>
        underLoss((y, p) =>
          centred(y)
            .mul(centred(p))
            .sum()
            .div(centred(y).norm().mul(centred(p).norm()))
            .neg(),
        ),
      says: /targets exchanged among 5 rows change the loss/,
    },
    {
      title: "a ranking of pairs within the batch",
      subject: () => underLoss((y, p) => p.sub(p.transpose()).mul(y.sub(y.transpose()).sign()).neg().relu().mean()),
    },
    {title: "a penalty that reads no targets", subject: () => underLoss((_, p) => p.square().mean()), says: /does not read its targets/},
    {
      title: "a cross-entropy of the user's own",
      subject: () => ({
        ...classifier(),
        model: stack({
          features: 4,
          last: {units: 3, activation: "softmax"},
          loss: ((y: tf.Tensor, p: tf.Tensor) => y.mul(p.add(1e-7).log()).sum(-1).neg().mean()) as never,
        }),
      }),
    },
    {
      title: "targets that are all alike",
      subject: () => ({
        ...underLoss((y, p) => y.sub(p).square().mean()),
        train: {
          x: [
            [1, 2, 3],
            [3, 2, 1],
            [2, 2, 2],
          ],
          y: [[1], [1], [1]],
        },
      }),
      verdicts: ["pass", "unsure"],
    },
  ],
  sick: [
    {
      title: "answers squeezed, targets not",
      subject: () => underLoss((y, p) => y.sub(p.squeeze()).square().mean()),
      says: /broadcast to \[n, n\]/,
    },
    {title: "targets flattened, absolute error", subject: () => underLoss((y, p) => y.flatten().sub(p).abs().mean())},
    {title: "summed", subject: () => underLoss((y, p) => y.flatten().sub(p).square().sum())},
    {title: "the root of the mean", subject: () => underLoss((y, p) => y.flatten().sub(p).square().mean().sqrt())},
    {
      title: "a network that starts with equal answers",
      subject: () => ({
        ...regressor(),
        model: stack({
          each: {kernelInitializer: "zeros"},
          loss: ((y: tf.Tensor, p: tf.Tensor) => y.flatten().sub(p).square().mean()) as never,
        }),
      }),
    },
    {
      title: "a sigmoid's cross-entropy",
      subject: () => ({
        ...regressor({target: (value) => Number(value > 0)}),
        model: stack({
          last: {activation: "sigmoid"},
          loss: ((y: tf.Tensor, p: tf.Tensor) => {
            const t = y.flatten();
            return t
              .mul(p.log())
              .add(tf.sub(1, t).mul(tf.sub(1, p).log()))
              .mean()
              .neg();
          }) as never,
        }),
      }),
    },
    {
      title: "the distance of two means is a warning",
      subject: () => underLoss((y, p) => y.mean().sub(p.mean()).square()),
      verdicts: ["warn"],
      says: /each answer has its own target/,
    },
  ],
});
