import type {Recording} from "../check.js";

/** Rows of one input or target as they cross from the script's process to the doctor's. */
export interface Part {
  values: Float32Array | Int32Array | Uint8Array;
  shape: readonly number[];
}

/** Rows of a split: inputs and targets in the model's order. */
export interface Rows {
  x: readonly Part[];
  y: readonly Part[];
  /** Rows that the script gave; more than there are here when they were too many. */
  given: number;
}

/** A compiled model without its class: what it takes to build it anew. */
export interface Blank {
  topology: object;
  weights: readonly Float32Array[];
  /** Which layers may train, in the order of `flatten`. */
  trainable: readonly boolean[];
  /** tfjs's name of each output's loss. */
  losses: readonly string[];
  optimizer: {name: string; config: object};
  metrics: readonly string[];
}

/** All that is known of one training of a script: plain data that `v8.serialize` takes. */
export interface Chart {
  /** One line: which model, how many rows, how many epochs. */
  title: string;
  model?: Blank;
  /** Why there is no model. */
  missing?: string;
  /** Weights after the training, in the model's order. */
  trained?: readonly Float32Array[];
  train?: Rows;
  validation?: Rows;
  fit: {epochs?: number; batchSize?: number; shuffle?: boolean; validationSplit?: number; classWeight?: object; stepsPerEpoch?: number};
  history?: Recording;
  /** What the training threw. */
  error?: {name: string; message: string};
}

/** What the doctor is asked. */
export interface Ask {
  /** `first`: what is certain without any experiment, or nothing; `full`: the differential. */
  kind: "first" | "full";
  chart: Chart;
  budget: number;
  colour: boolean;
  width: number;
}
