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

/** A dense layer. */
export const dense = (units: number, activation?: "relu" | "softmax", more: object = {}): tf.layers.Layer =>
  tf.layers.dense({units, activation, ...more});
