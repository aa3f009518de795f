import {tf, type Case} from "../../src/index.js";
import {regressor} from "../examples.js";
import {stack} from "../networks.js";

/** A loss of the user's own: targets, then answers. */
export type Loss = (target: tf.Tensor, answer: tf.Tensor) => tf.Tensor;

/** The healthy regression under a loss of the user's own. */
export const underLoss = (loss: Loss, options: {optimizer?: () => tf.Optimizer; batchSize?: number} = {}): Case => ({
  ...regressor(),
  model: stack({loss: loss as unknown as string, ...options}),
  fit: {epochs: 10, batchSize: options.batchSize ?? 16},
});
