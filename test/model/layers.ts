import {tf, type Case} from "../../src/index.js";
import {classifier} from "../examples.js";

/** The healthy classifier's data with other layers: four inputs, three classes. */
export function withLayers(
  layers: () => tf.layers.Layer[],
  {loss = "categoricalCrossentropy", batchSize = 16}: {loss?: string; batchSize?: number} = {},
): Case {
  const model = () => {
    const net = tf.sequential({layers: [tf.layers.inputLayer({inputShape: [4]}), ...layers()]});
    net.compile({optimizer: tf.train.adam(0.01), loss});
    return net;
  };
  return {...classifier(), model, fit: {epochs: 10, batchSize}};
}

/** One of three classes at each of five steps, by the sign of the step's inputs; the last two steps of every other row are padding without a label. */
export function paddedSteps(): Case {
  const x = Array.from({length: 60}, (_, row) =>
    Array.from({length: 5}, (_, step) => [Math.sin(row + 2 * step), Math.cos(3 * row + step)]),
  );
  const label = ([a, b]: number[]) => (a! > 0 ? [1, 0, 0] : b! > 0 ? [0, 1, 0] : [0, 0, 1]);
  return {
    model: () => {
      const layers = [
        tf.layers.gru({units: 8, returnSequences: true, inputShape: [5, 2]}),
        tf.layers.timeDistributed({layer: tf.layers.dense({units: 3, activation: "softmax"})}),
      ];
      const model = tf.sequential({layers});
      model.compile({optimizer: tf.train.adam(0.01), loss: "categoricalCrossentropy"});
      return model;
    },
    train: {x, y: x.map((steps, row) => steps.map((step, i) => (row % 2 && i > 2 ? [0, 0, 0] : label(step))))},
    fit: {epochs: 5, batchSize: 16},
  };
}

/** A dense layer. */
export const dense = (units: number, activation?: "relu" | "softmax", more: object = {}): tf.layers.Layer =>
  tf.layers.dense({units, activation, ...more});
