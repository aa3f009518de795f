import {tf} from "../src/index.js";

type Dense = Parameters<typeof tf.layers.dense>[0];

/** What a stack of dense layers is made of. */
export interface Stack {
  /** Width of the input. */
  features?: number;
  /** Widths of the hidden layers. */
  hidden?: readonly number[];
  /** Options of each hidden layer. */
  each?: Partial<Dense>;
  /** Options of the last layer. */
  last?: Partial<Dense>;
  loss?: string;
  optimizer?: () => tf.Optimizer;
}

/** A factory of compiled stacks of dense layers: relu inside and one linear unit at the end unless said otherwise. */
export const stack =
  ({features = 3, hidden = [16], each, last, loss = "meanSquaredError", optimizer = () => tf.train.adam(0.01)}: Stack = {}) =>
  (): tf.LayersModel => {
    const model = tf.sequential();
    hidden.forEach((units, i) =>
      model.add(tf.layers.dense({units, activation: "relu", ...each, ...(i === 0 ? {inputShape: [features]} : {})})),
    );
    model.add(tf.layers.dense({units: 1, ...last, ...(hidden.length ? {} : {inputShape: [features]})}));
    model.compile({optimizer: optimizer(), loss});
    return model;
  };
