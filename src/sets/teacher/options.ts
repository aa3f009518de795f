import type {Task} from "../../case.js";
import type {Random} from "../../math/random.js";

/** How targets are written: rows with one 1, whole numbers, 0 or 1 (numbers: between them), −1 or 1 (numbers: between them), numbers of mean 0 and deviation 1. */
export type Coding = "one-hot" | "classes" | "0/1" | "-1/1" | "numbers";

/** An input of whole numbers below `tokens`, the vocabulary's size. */
export interface TokenInput {
  /** Shape of one row, such as `[steps]`. */
  shape: readonly number[];
  /** How many ids there are; id 0, the usual padding, never comes when there are more than two. */
  tokens: number;
}

/** An input: the shape of one row of numbers, or ids. */
export type TeacherInput = readonly number[] | TokenInput;

/** What one output shall learn. */
export interface TeacherTarget {
  /** The output's number of units, or its shape without the rows; along a time axis or a picture's, all positions have the same target. */
  output: number | readonly number[];
  task: Task;
  /** How its targets are written; the usual coding of the task and the units when left out. */
  coding?: Coding;
}

/** What a teacher shall suit: one target, or several in the outputs' order. */
export type TeacherOptions = {
  /** The inputs in the model's order. */
  inputs: readonly TeacherInput[];
  /** How many rows; 500 when left out. */
  rows?: number;
  /** Whole number that draws what is to be learned; 1 when left out. */
  seed?: number;
  /** Whole number that draws the rows: another one gives fresh rows of the same world; 0 when left out. */
  draw?: number;
  /** How much noise, as a multiple of the usual; 1 when left out. */
  noise?: number;
} & (TeacherTarget | {outputs: readonly TeacherTarget[]});

/** Values with the shape of one row of them. */
export interface Block {
  values: Float32Array;
  row: readonly number[];
}

/** Hidden factors of mean 0 and deviation 1, row-major `rows × count`. */
export interface Factors {
  values: Float64Array;
  count: number;
}

/** What an input is made of: the factors of each row, what is the same in all rows, and noise. */
export interface Encoding {
  factors: Factors;
  /** Draws what is the same in all rows. */
  world: Random;
  /** Draws the noise. */
  draw: Random;
  /** How much noise, as a multiple of the usual. */
  noise: number;
}

/** True for an input of ids. */
export const isTokens = (input: TeacherInput): input is TokenInput => "tokens" in input;

/** The shape of one row of an input or an output. */
export function rowShape(of: TeacherInput | number): readonly number[] {
  if (typeof of === "number") return [of];
  return isTokens(of) ? of.shape : of;
}

/** How many numbers a shape holds. */
export const size = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1);
