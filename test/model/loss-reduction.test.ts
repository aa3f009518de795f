import {tf} from "../../src/index.js";
import {lossReduction} from "../../src/model/loss-reduction.js";
import {regressor} from "../examples.js";
import {testCheck} from "../testCheck.js";
import {underLoss, type Loss} from "./own-loss.js";

const sum: Loss = (y, p) => y.sub(p).square().sum();

testCheck(lossReduction, {
  healthy: [
    {title: "a loss by name", subject: () => regressor()},
    {title: "a mean", subject: () => underLoss((y, p) => y.sub(p).square().mean())},
    {title: "one loss a row: fit averages them", subject: () => underLoss((y, p) => y.sub(p).square().sum(-1))},
    {title: "a root of a mean", subject: () => underLoss((y, p) => y.sub(p).square().mean().sqrt())},
    {title: "a broadcast mean, which is another illness", subject: () => underLoss((y, p) => y.flatten().sub(p).square().mean())},
    {title: "zero", subject: () => underLoss((y, p) => y.sub(p).mul(0).sum())},
  ],
  sick: [
    {
      title: "a sum under SGD",
      subject: () => underLoss(sum, {optimizer: () => tf.train.sgd(0.01)}),
      verdicts: ["warn"],
      says: /on batches of 16 rows the rate of 0.01 works like 0.16$/,
    },
    {title: "a sum under Adam", subject: () => underLoss(sum), verdicts: ["warn"], says: /Adam evens the size out/},
    {
      title: "tfjs's loss with the reduction SUM",
      subject: () => underLoss((y, p) => tf.losses.absoluteDifference(y, p, undefined, tf.Reduction.SUM)),
      verdicts: ["warn"],
    },
    {
      title: "the norm of the errors grows with the root",
      subject: () => underLoss((y, p) => y.sub(p).norm(), {optimizer: () => tf.train.sgd(0.01)}),
      verdicts: ["warn"],
      says: /the rate of 0.01 works like 0.04$/,
    },
  ],
});
