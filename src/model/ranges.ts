/** The values that an activation can give: a closed interval, and whether the units share a sum of 1. */
export interface Range {
  low: number;
  high: number;
  /** True for softmax: the units of a row sum to 1. */
  simplex?: boolean;
}

/** Ranges of tfjs's activations (tfjs-layers, activations.js); an activation that is not listed reaches every number. */
const ranges: Readonly<Record<string, Range>> = {
  sigmoid: {low: 0, high: 1},
  hardSigmoid: {low: 0, high: 1},
  softmax: {low: 0, high: 1, simplex: true},
  tanh: {low: -1, high: 1},
  softsign: {low: -1, high: 1},
  relu: {low: 0, high: Infinity},
  relu6: {low: 0, high: 6},
  thresholdedReLU: {low: 0, high: Infinity},
  softplus: {low: 0, high: Infinity},
  elu: {low: -1, high: Infinity},
  selu: {low: -1.7581, high: Infinity},
  swish: {low: -0.2785, high: Infinity},
  mish: {low: -0.3088, high: Infinity},
  gelu: {low: -0.17, high: Infinity},
  gelu_new: {low: -0.1701, high: Infinity},
  logSoftmax: {low: -Infinity, high: 0},
};

/** The range of an output whose last activations, innermost first, are given; undefined when it reaches every number. */
export const rangeOf = (activations: readonly string[]): Range | undefined => ranges[activations.at(-1) ?? "linear"];

/** A range in words: `[0, 1]`, `[0, ∞)`. */
export const interval = ({low, high}: Range): string =>
  `${Number.isFinite(low) ? `[${low}` : "(-∞"}, ${Number.isFinite(high) ? `${high}]` : "∞)"}`;
