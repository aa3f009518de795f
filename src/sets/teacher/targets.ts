import type {Block, Coding} from "./options.js";

/** Numbers of about deviation 1 pressed between the ends that a coding has; nearly black and white, since a blurred 0/1 leaves a cross-entropy that none can lower. */
export function bounded(block: Block, coding: Coding | undefined): Block {
  if (coding === "-1/1") return {...block, values: block.values.map((value) => Math.tanh(value))};
  if (coding === "0/1") return {...block, values: block.values.map((value) => 1 / (1 + Math.exp(-8 * value)))};
  return block;
}

/** The usual coding of a task for a number of units. */
export function usualCoding(task: string, units: number): Coding {
  if (task === "binary") return units === 1 ? "0/1" : "one-hot";
  return task === "multiclass" ? "one-hot" : task === "multilabel" ? "0/1" : "numbers";
}

/** Whether an answer is yes or no, in a coding. */
export const written = (yes: boolean, coding: Coding): number => (yes ? 1 : coding === "-1/1" ? -1 : 0);
