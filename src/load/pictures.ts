import type {Dataset, TensorLike} from "../case.js";

/** What to take of a set of labelled pictures. */
export interface PictureOptions {
  /** Pixels divided by 255, so that they lie between 0 and 1; as they are, 0 to 255, with false. */
  scaled?: boolean;
  /** Labels as rows with one 1, as `categoricalCrossentropy` reads them; as whole numbers `[n, 1]`, for the sparse one, with false. */
  oneHot?: boolean;
  /** Only the first rows, of the training and of the test part each. */
  rows?: number;
}

/** Rows to learn from and rows to judge by. */
export interface Parts {
  train: Dataset;
  test: Dataset;
}

/** Throws one clear line for a count of rows that cannot be read. */
export function refuseRows({rows = 1}: PictureOptions): void {
  if (!Number.isInteger(rows) || rows < 1) throw new RangeError(`expected rows to be a whole number above 0, got ${rows}`);
}

/** Bytes of pixels as floats, divided by 255 or as they are. */
export function pixels(bytes: Uint8Array, {scaled = true}: PictureOptions): Float32Array {
  const values = Float32Array.from(bytes);
  if (scaled) for (let i = 0; i < values.length; i++) values[i]! /= 255;
  return values;
}

/** Labels as targets; throws one clear line for one that is no class. */
export function targets(
  labels: ArrayLike<number>,
  {oneHot = true, classes, file}: PictureOptions & {classes: number; file: string},
): TensorLike {
  const wrong = Array.from(labels).findIndex((label) => label >= classes);
  if (wrong >= 0)
    throw new RangeError(
      `expected labels from 0 to ${classes - 1} in ${file}, got ${labels[wrong]} in row ${wrong}; fetch the original file`,
    );
  if (!oneHot) return {values: Float32Array.from(labels), shape: [labels.length, 1]};
  const values = new Float32Array(labels.length * classes);
  for (let row = 0; row < labels.length; row++) values[row * classes + labels[row]!] = 1;
  return {values, shape: [labels.length, classes]};
}
