/** One input or one target of a split, in memory, row-major. */
export interface Block {
  /** Name of the input or output layer. */
  name: string;
  /** Shape of one row, without the rows' dimension. */
  shape: readonly number[];
  /** Values in one row. */
  size: number;
  /** `rows × size` numbers. */
  values: Float32Array | Int32Array | Uint8Array;
  /** Names of the row's components; `x1, x2, …` when the user gave none. */
  names: readonly string[];
}

/** The rows of one part of the data. */
export interface Split {
  /** Rows in memory. */
  rows: number;
  /** Rows that the user gave; more than `rows` when the split was capped. */
  given: number;
  /** Inputs in the model's order. */
  x: readonly Block[];
  /** Targets in the model's order. */
  y: readonly Block[];
  /** Names of the classes, when the user gave them. */
  classes?: readonly string[];
  /** The subject of each row, when the user gave them. */
  groups?: readonly (string | number)[];
  /** Rows a batch of the stream that the rows were read from, in the order in which it feeds them; undefined for rows in memory. */
  batchSize?: number;
}

/** What is known of a layer without running it. */
export interface LayerFacts {
  /** The layer's name. */
  name: string;
  /** Its class, such as `Dense`. */
  kind: string;
  /** Its activation; `linear` where there is none. */
  activation: string;
  /** Shape of one row of its input. */
  inputShape: readonly (number | null)[];
  /** Shape of one row of its output. */
  outputShape: readonly (number | null)[];
  /** Number of weights. */
  parameters: number;
  /** Number of weights that training may change. */
  trainable: number;
  /** Its options as `getConfig()` gives them. */
  config: Readonly<Record<string, unknown>>;
  /** Names of the layers that feed it. */
  inbound: readonly string[];
}

/** What is known of an output and its loss. */
export interface OutputFacts {
  /** Name of the output layer. */
  name: string;
  /** Name of the layer that gives the output: the last inside a nested model, else the output layer. */
  layer: string;
  /** Size of the last dimension. */
  units: number;
  /** Shape of one row. */
  shape: readonly (number | null)[];
  /** The activations that the output passes last, innermost first: `["softmax", "softmax"]` for a double softmax; empty when linear. */
  activations: readonly string[];
  /** tfjs's name of the loss in camelCase, such as `meanSquaredError`, or `custom`. */
  loss: string;
  /** True for a loss that applies the softmax or sigmoid itself. */
  fromLogits: boolean;
}

/** What is known of a compiled network without running it. */
export interface Network {
  /** Layers in the model's order, nested models flattened. */
  layers: readonly LayerFacts[];
  /** Outputs in the model's order. */
  outputs: readonly OutputFacts[];
  /** Shapes of one row of each input. */
  inputs: readonly {name: string; shape: readonly (number | null)[]}[];
  /** The optimizer's class and learning rate. */
  optimizer: {name: string; learningRate?: number};
  /** Names of the metrics. */
  metrics: readonly string[];
  /** Number of weights. */
  parameters: number;
  /** Number of weights that training may change. */
  trainable: number;
}

/** How the user trains, with what was left out filled in. */
export interface Schedule {
  epochs: number;
  batchSize: number;
  shuffle: boolean;
  classWeight?: Readonly<Record<string, number>>;
  /** Training steps of the whole fit on all the rows that were given. */
  steps: number;
  /** The factor of the learning rate by the training's progress from 0 to 1, where a schedule of ddx leads it. */
  rate?: (progress: number) => number;
}

/** The record of a fit: losses and metrics by epoch. */
export interface FitRecord {
  loss: readonly number[];
  validationLoss?: readonly number[];
  metrics: Readonly<Record<string, readonly number[]>>;
  /** What ddx's recorder saw of the fit, when it recorded it. */
  recording?: Recording;
}

/** A number that survives JSON; one that is not finite is written as text. */
type Figure = number | "NaN" | "Infinity" | "-Infinity";

/** What the recorder saw of a fit: plain JSON. */
export interface Recording {
  /** Losses and metrics by epoch, by tfjs's names (`loss`, `val_loss`, `acc`, …); for a loop of your own, by equal parts of its steps. */
  history: Readonly<Record<string, readonly Figure[]>>;
  /** Steps taken. */
  steps: number;
  /** The loss of each step on its batch, or means of `every` steps when there are many. */
  losses: {every: number; values: readonly Figure[]};
  /** Numbers of the steps that were looked at closely, from 1. */
  looks: readonly number[];
  /** Each trainable weight at each look. */
  weights: readonly RecordedWeight[];
  /** Each layer with an activation that can die (relu) or saturate (sigmoid, tanh), at each look. */
  activations: readonly RecordedActivation[];
  /** Each batch normalisation's moving statistics at each look. */
  batchNorms: readonly {layer: string; means: readonly Figure[]; variances: readonly Figure[]}[];
  /** What was not a finite number first. */
  nonFinite?: NonFinite;
}

/** How the values of a weight are distributed at the start and at the end of a training: counts in the same bins. */
export interface Spread {
  edges: readonly number[];
  start: readonly number[];
  end: readonly number[];
}

/** A trainable weight at each look: before the step its norm, of the step the update's norm over it, and the norm of the gradient where it was seen. */
export interface RecordedWeight {
  weight: string;
  layer: string;
  norms: readonly Figure[];
  updates: readonly Figure[];
  gradients: readonly Figure[];
  /** Its shape, and its values (4096 of them at most) at the first look and at the last, counted in the same bins; records of older versions have neither. */
  shape?: readonly number[];
  spread?: Spread;
}

/** A layer's answers on the step's batch at each look: the share of units that are 0 on every row, or of values in the outer hundredth of the activation's range. */
export interface RecordedActivation {
  layer: string;
  activation: string;
  dead?: readonly Figure[];
  saturated?: readonly Figure[];
}

/** The first thing of a fit that was not a finite number. */
export interface NonFinite {
  /** Number of the step, from 1. */
  step: number;
  /** Number of the epoch and of the batch in it, from 1, where the fit has epochs. */
  epoch?: number;
  batch?: number;
  /** `input`: the batch itself; `weight`: a weight, by the update before; `output`: a layer's answer to finite numbers; `loss`: only the loss, so its targets or its formula; `gradient`: a weight's gradient, with a finite loss. */
  what: "input" | "weight" | "output" | "loss" | "gradient";
  /** The layer that got it, holds it or gave it; none for the loss. */
  layer?: string;
  weight?: string;
  /** The loss of the step before. */
  before?: Figure;
}

/** What the user's trained model has kept of the start of its training. */
export interface Trained {
  /** Each trainable bias that starts at 0, and whether it still is as at the start. */
  biases: readonly {name: string; untouched: boolean}[];
  /** A trainable weight that cannot be as at the start: beyond all that its initialiser draws. */
  beyondStart?: string;
  /** True when all weights are those of the case's own model, bit for bit; undefined when that is no model to compare with. */
  sameAsModel?: boolean;
}

/** What a trained network says of rows that it did not learn from. */
export interface Predictions {
  /** Who was trained by whom: `your trained model` or `a seeded fit`. */
  by: string;
  /** The rows that are judged; the training rows when there are too few to hold any out. */
  split: Split;
  /** True when these rows were not learned from. */
  heldOut: boolean;
  /** Outputs in the model's order, row-major. */
  outputs: readonly Float32Array[];
  /** True when the fit was cut short of the user's own number of steps. */
  capped: boolean;
}
