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
}

/** The output of one layer on the probe's rows. */
export interface Activity {
  /** The layer's name. */
  layer: string;
  /** Units: the size of the last dimension. */
  units: number;
  /** Share of the values of each unit that are exactly zero, over rows and positions. */
  zeros: readonly number[];
  /** Mean of each unit. */
  means: readonly number[];
  /** Standard deviation of each unit. */
  deviations: readonly number[];
  /** Share of the values of each unit where its sigmoid or tanh is flat (see `flatFrom` in `src/trial/probe.ts`); none for other activations. */
  flat?: readonly number[];
  /** Values that are not finite. */
  nonFinite: number;
}

/** A look at a network on some rows: one forward pass, and one backward pass when the loss can be taken. */
export interface Probe {
  /** Rows looked at. */
  rows: number;
  /** Outputs in the model's order, row-major `rows × units`, in inference mode. */
  outputs: readonly Float32Array[];
  /** Mean loss of each output without penalties. */
  losses: readonly number[];
  /** Sum of the weight penalties. */
  penalty: number;
  /** What each layer gives. */
  activity: readonly Activity[];
  /** Each trainable weight: its norm and the norm of the loss's gradient; NaN when it has none. */
  gradients: readonly {weight: string; layer: string; size: number; norm: number; gradient: number}[];
  /** Each weight's values summed up. */
  weights: readonly {
    weight: string;
    layer: string;
    shape: readonly number[];
    mean: number;
    deviation: number;
    constant: boolean;
    nonFinite: number;
    columns: number;
  }[];
}

/** What a check may ask a network of its own: a fresh copy of the case's, freed when the check has looked. */
export interface Live {
  /** What it answers to these inputs in inference mode, output by output, row-major; the same inputs give the same answer. */
  forward(x: readonly Block[]): Promise<readonly Float32Array[]>;
  /** Each input's gradient, value by value, of one random mixture of all outputs; nothing for an input that no gradient reaches. */
  slopes(x: readonly Block[]): Promise<readonly (Float32Array | undefined)[]>;
  /** What `fit` would minimise, without penalties, if it answered `outputs` where `y` is right: the mean of what each loss gives. */
  loss(answer: {outputs: readonly Float32Array[]; y: readonly Block[]}): Promise<readonly number[]>;
  /** For each output whether its loss is a function that the user wrote. */
  ownLosses: readonly boolean[];
  /** Layers and losses that the user wrote, with arguments as these rows give them. */
  parts(rows: {x: readonly Block[]; y: readonly Block[]}): Promise<readonly Part[]>;
  /** Trains it by some steps of the case's own fit. */
  learn(steps: number): Promise<void>;
}

/** A layer or a loss as a function from arrays of numbers to one array. */
export interface Part {
  /** `layer` or `loss`. */
  kind: "layer" | "loss";
  /** Name of the layer, or of the output that the loss judges. */
  name: string;
  /** What it can be differentiated by: the layer's inputs and weights, the loss's answers. */
  arguments: readonly {name: string; values: Float32Array}[];
  /** Its value. */
  value(args: readonly Float32Array[]): Promise<Float32Array>;
  /** Gradient of the sum of `mixture × value` by each argument, as tfjs has it; nothing where none arrives. */
  gradient(args: readonly Float32Array[], mixture: Float32Array): Promise<readonly (Float32Array | undefined)[]>;
}

/** A fit of the case's network that ddx made itself: seeded, on capped rows and steps. */
export interface Run {
  /** The seed of weights, batches and dropout. */
  seed: number;
  /** Steps taken. */
  steps: number;
  /** Steps that the user's whole fit would take on these rows. */
  wanted: number;
  /** Loss of each step on its batch, with penalties. */
  losses: readonly number[];
  /** The network before the first step, on training rows. */
  before: Probe;
  /** The network after the last step, on the same rows. */
  after: Probe;
  /** Mean loss on the training rows and on the validation rows after the last step, in inference mode. */
  trainLoss: number;
  validationLoss?: number;
  /** Outputs on the training rows and the held-out rows, row-major. */
  train: readonly Float32Array[];
  validation?: readonly Float32Array[];
  /** The row of the split that each row of `train` is. */
  rows: readonly number[];
}

/** What changes in a trial against the case's own fit. */
export interface Change {
  /** Seed of weights, batches and dropout. */
  seed?: number;
  /** Optimizer in place of the user's: same class with another rate, or Adam at a rate. */
  optimizer?: {name?: "adam"; learningRate?: number; factor?: number};
  /** Dropout, noise and penalties set to zero. */
  bare?: boolean;
  /** Dense layers to be given that many units, all weights fresh. */
  widen?: {layers: readonly string[]; units: number};
  /** Rows of the training split to learn from; all when left out. */
  rows?: readonly number[];
  /** For each of these rows the row whose target it gets: a permutation of labels. */
  targets?: readonly number[];
  /** Steps; the schedule's when left out. */
  steps?: number;
  /** Rows a batch. */
  batchSize?: number;
  /** Called after each step with its loss and all so far; true stops the fit. */
  stop?: (progress: {step: number; loss: number; losses: readonly number[]}) => boolean;
}

/** Fits that the case's network goes through, made once and shared. */
export interface Bank {
  /** The rows that the fits learn from: the training rows without those held out. */
  train: Split;
  /** The validation rows, or a fifth of the training rows held out by chance; none when there are too few. */
  heldOut?: Split;
  /** Steps of the user's whole fit on these rows, and of a fit of the bank. */
  steps: {wanted: number; made: number};
  /** The first `k` seeded fits of the case as it is. */
  runs(k: number): Promise<readonly Run[]>;
  /** The first `k` seeded fits on targets that were permuted among the training rows, cut short; start from fresh weights. */
  shuffled(k: number): Promise<readonly Run[]>;
  /** A fit of the case with a change, made once; starts from fresh weights. */
  trial(change: Omit<Change, "stop">): Promise<Run>;
  /** The losses of such a fit, step by step on its batches in training mode; nothing else is measured. */
  descend(change: Change): Promise<readonly number[]>;
  /** True when that much of the shared work is done, or nothing is asked. */
  has(work: {runs?: number; shuffled?: number; trials?: readonly unknown[]}): boolean;
  /** Resolves when no fit is under way: one that others wait behind may still run when the first has failed. */
  idle(): Promise<void>;
  /** The mean loss of each output if the network answered `outputs` (row-major) on these rows of `train`, without penalties. */
  loss(answer: {outputs: readonly Float32Array[]; rows?: readonly number[]}): Promise<readonly number[]>;
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

/** A trainable weight at each look: before the step its norm, of the step the update's norm over it, and the norm of the gradient where it was seen. */
export interface RecordedWeight {
  weight: string;
  layer: string;
  norms: readonly Figure[];
  updates: readonly Figure[];
  gradients: readonly Figure[];
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
  /** `input`: the batch itself; `weight`: a weight, by the update before; `output`: a layer's answer to finite numbers; `loss`: only the loss, so its targets or its formula. */
  what: "input" | "weight" | "output" | "loss";
  /** The layer that got it, holds it or gave it; none for the loss. */
  layer?: string;
  weight?: string;
  /** The loss of the step before. */
  before?: Figure;
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
