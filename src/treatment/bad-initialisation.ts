import {edited} from "./edit.js";
import type {Entry} from "./rebuild.js";
import type {Remedy} from "./treatment.js";

/** A first guess by the book: He's kernels before relu, Glorot's elsewhere, zero biases (He et al. 2015; Glorot & Bengio 2010). */
export function byTheBook({className, config}: Entry): void {
  const recurrent = /LSTM|GRU|RNN/.test(className);
  if (config.kernelInitializer) config.kernelInitializer = bending.has(String(config.activation)) ? he : glorot;
  if (config.depthwiseInitializer) config.depthwiseInitializer = he;
  if (config.recurrentInitializer && recurrent) config.recurrentInitializer = {className: "Orthogonal", config: {gain: 1, seed: null}};
  if (config.biasInitializer) config.biasInitializer = {className: "Zeros", config: {}};
  if (config.embeddingsInitializer)
    config.embeddingsInitializer = {className: "RandomUniform", config: {minval: -0.05, maxval: 0.05, seed: null}};
  if (config.gammaInitializer) config.gammaInitializer = {className: "Ones", config: {}};
  if (config.betaInitializer) config.betaInitializer = {className: "Zeros", config: {}};
}

/** Activations that bend at 0, before which He and others draw the weights. */
export const bending = new Set(["relu", "relu6", "elu", "selu", "swish", "mish", "leakyReLU"]);

/** He's normal initialiser. */
export const he = {className: "VarianceScaling", config: {scale: 2, mode: "fanIn", distribution: "normal", seed: null}};

/** Glorot's uniform initialiser. */
export const glorot = {className: "VarianceScaling", config: {scale: 1, mode: "fanAvg", distribution: "uniform", seed: null}};

/** Every weight started by the book. */
export const initialise: Remedy = (patient) => [
  edited(patient, {
    title: "weights started by the book",
    edit: (layers) => layers.forEach(({entry}) => byTheBook(entry)),
    rest: {renew: true},
  }),
];
