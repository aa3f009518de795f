import type {Block, Network, NonFinite, Split, Spread} from "./facts.js";

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
  /** Share of the values of each unit where its sigmoid or tanh is flat (see `flatFrom` in `src/trial/activity.ts`); none for other activations. */
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
  /** What each declared weight penalty adds to the training loss at no, its own and ten times its own strength, with weights drawn anew so that none is zero. */
  penalties(): Promise<readonly Penalty[]>;
}

/** A weight penalty that a layer declares. */
export interface Penalty {
  /** The layer, or the wrapper or model around it that has a name of its own. */
  layer: string;
  /** What it is on, such as `kernel`. */
  on: string;
  /** The penalties of the whole network at 0, 1 and 10 times its strength. */
  at: readonly [none: number, own: number, more: number];
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

/** What a batch normalisation makes of its inputs in inference mode before scale and shift, channel by channel: mean 0 and variance 1 if its moving statistics are theirs. */
export interface Channels {
  layer: string;
  means: readonly number[];
  variances: readonly number[];
  /** Standard errors of mean and variance. */
  errors: readonly (readonly [mean: number, variance: number])[];
}

/** The same rows in the two modes of a network. */
export interface Modes {
  /** Mean loss without penalties, in training and in inference mode, in the same batches. */
  training: number;
  inference: number;
  /** True when two passes in inference mode differ. */
  random: boolean;
  norms: readonly Channels[];
}

/** How far a trainable weight went in a fit. */
export interface Movement {
  weight: string;
  layer: string;
  shape: readonly number[];
  /** Its Euclidean norm before the first step and after the last, and the distance between the two. */
  start: number;
  end: number;
  distance: number;
  spread: Spread;
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
  /** Probed rows in training and in inference mode, after the last step. */
  modes: Modes;
  /** Each trainable weight. */
  movements: readonly Movement[];
  /** Mean loss on the training rows and on the validation rows after the last step, in inference mode. */
  trainLoss: number;
  validationLoss?: number;
  /** Outputs on the training rows and the held-out rows, row-major. */
  train: readonly Float32Array[];
  validation?: readonly Float32Array[];
  /** The row of the split that each row of `train` is. */
  rows: readonly number[];
  /** The first held-out rows, 256 at most, on the way. */
  followed?: readonly Followed[];
}

/** Held-out rows after some steps of a fit. */
export interface Followed {
  /** Steps taken. */
  step: number;
  /** How many of them there are. */
  rows: number;
  /** Their mean loss, and what was answered to them. */
  loss: number;
  outputs: readonly Float32Array[];
}

/** What changes in a trial against the case's own fit. */
export interface Change {
  /** Seed of weights, batches and dropout. */
  seed?: number;
  /** Optimizer in place of the user's: same class with another rate, or Adam at a rate. */
  optimizer?: {name?: "adam"; learningRate?: number; factor?: number};
  /** Dropout, noise and penalties set to zero. */
  bare?: boolean;
  /** The learning rate of the first and of the last step, with equal ratios between: a range test. */
  ramp?: {from: number; to: number};
  /** All inputs 0: what is learned without them. */
  blank?: boolean;
  /** Whether each epoch has its own order of rows; as the schedule says when left out. */
  shuffle?: boolean;
  /** How often, evenly over its steps, the held-out rows are answered on the way. */
  follow?: number;
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

/** A simple network that is known to work on rows of such shapes, or the one that the case gives. */
export interface Reference {
  /** What it is, such as `a small convolutional network`. */
  title: string;
  network: Network;
  /** Steps and rows a batch of its fits. */
  work: {steps: number; batchSize: number};
  /** Its first `k` seeded fits on the bank's training rows, and what they answer to other rows. */
  answers(k: number, to: Split): Promise<Answers>;
  /** What its fits answer to all of some rows, each row by a fit that left it out. */
  folds(whole: Split): Promise<Answers>;
}

/** The case's own network, trained as the case trains it, on another set: whether it learns there tells code from data. */
export interface Elsewhere {
  /** What the set is. */
  title: string;
  /** Steps of a fit. */
  steps: number;
  /** Its fits there. */
  bank(): Promise<Bank>;
  /** Resolves when no fit is under way. */
  idle(): Promise<void>;
}

/** What some fits answer to the same rows, as they are to be judged: each output's coding is the reference's own. */
export interface Answers {
  /** The rows that were learned from, and those that were answered. */
  train: Split;
  split: Split;
  outputs: readonly (readonly Float32Array[])[];
  /** The losses of each fit, step by step. */
  losses: readonly (readonly number[])[];
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
  /** Repeats one of {@link Bank.runs}, by its seed, up to what is not finite in it first; undefined when all is finite. */
  firstNonFinite(seed: number): Promise<NonFinite | undefined>;
  /** True when that much of the shared work is done, or nothing is asked. */
  has(work: {runs?: number; shuffled?: number; trials?: readonly unknown[]}): boolean;
  /** Resolves when no fit is under way: one that others wait behind may still run when the first has failed. */
  idle(): Promise<void>;
  /** The mean loss of each output if the network answered `outputs` (row-major) on these rows of `train`, without penalties. */
  loss(answer: {outputs: readonly Float32Array[]; rows?: readonly number[]}): Promise<readonly number[]>;
}
