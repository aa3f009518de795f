import type {Data} from "../case.js";
import type {Block, Split} from "../check.js";
import {readSplit} from "../trial/split.js";
import {classCounts} from "./classes.js";
import {featuresOf, type Feature} from "./feature.js";
import {hashesOf, type Hashes} from "./hashes.js";

/** One input or target of a fingerprint. */
export interface Side {
  /** Name of the input or target; its place when it has none. */
  name: string;
  /** `float32` (nested arrays too), `int32` or `bool`. */
  dtype: "float32" | "int32" | "bool";
  /** Shape with the rows first. */
  shape: readonly number[];
  /** Each component, at most a thousand. */
  features: readonly Feature[];
  /** Rows of each class, when the values are classes; rows that have each label, when a row can have several. */
  classes?: Readonly<Record<string, number>>;
}

/** What a dataset is, small enough for a test to pin: plain JSON, the same on every machine for the same values. */
export interface Fingerprint {
  /** Version of this form. */
  fingerprint: 1;
  /** Rows. */
  rows: number;
  /** Inputs. */
  x: readonly Side[];
  /** Targets. */
  y: readonly Side[];
  /** Hashes of the rows: of the inputs, the targets, the pairs and their order. */
  hashes: Hashes;
}

/**
 * Takes the fingerprint of a dataset, or of a `tf.data` stream of batches up to its first 200 000 rows. Pin it in a test, and
 * {@link assertSame} tells when another file, another preprocessing or another order comes. Throws one clear line for what are no rows of numbers.
 */
export async function fingerprint(dataset: Data): Promise<Fingerprint> {
  const split = await readSplit(dataset, {name: "dataset", seed: 1, cap: Infinity});
  return {
    fingerprint: 1,
    rows: split.rows,
    x: split.x.map((block) => sideOf(block, split)),
    y: split.y.map((block) => ({...sideOf(block, split), ...classesOf(split, block)})),
    hashes: hashesOf(split),
  };
}

const sideOf = (block: Block, {rows}: Split): Side => ({
  name: block.name,
  dtype: block.values instanceof Int32Array ? "int32" : block.values instanceof Uint8Array ? "bool" : "float32",
  shape: [rows, ...block.shape],
  features: featuresOf(block),
});

function classesOf(split: Split, block: Block): Pick<Side, "classes"> {
  const classes = classCounts(split, block);
  return classes ? {classes} : {};
}
