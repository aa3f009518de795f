import type * as tf from "@tensorflow/tfjs";
import {flatten, readNetwork} from "../trial/network.js";
import type {Blank} from "./chart.js";

/** Takes off a compiled model what builds it anew elsewhere; or says in a clause why it cannot be built there. */
export function blankOf(model: tf.LayersModel): Blank | string {
  const {outputs, metrics} = readNetwork(model);
  const losses = outputs.map(({loss}) => loss);
  if (losses.includes("custom")) return "its loss is a function of the script's own";
  return {
    topology: model.toJSON(null, false) as object,
    weights: weightsOf(model),
    trainable: flatten(model).map(({trainable}) => trainable),
    losses,
    optimizer: {name: model.optimizer.getClassName(), config: model.optimizer.getConfig()},
    metrics,
  };
}

/** Copies of all weights, in the model's order. */
export const weightsOf = (model: tf.LayersModel): Float32Array[] =>
  model.getWeights().map((weight) => (weight.dataSync() as Float32Array).slice());
