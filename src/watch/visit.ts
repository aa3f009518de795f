import type {Training} from "./training.js";

/** A training, and what was asked and told of it. */
export interface Visit {
  training: Training;
  /** From 1, in the order in which they began. */
  number: number;
  /** Numbers of the questions; `lost` when its data are forgotten. */
  asked: {first?: number; full?: number; lost?: boolean};
  /** Whether it was said that something is not finite. */
  told?: boolean;
}

/** What was seen beside trainings: whether tfjs was loaded at all, and an optimizer at work in a loop of the script's own. */
export interface Loops {
  loaded: boolean;
  steps: number;
  optimizer: string;
  first: number;
  last: number;
}
