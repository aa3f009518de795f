import type * as tf from "@tensorflow/tfjs";
import type {Case, Data} from "../case.js";
import type {Block, Split} from "../check.js";
import {tensor} from "../trial/batch.js";
import {readSplit, rowCap} from "../trial/split.js";
import {isStream} from "../trial/stream.js";

/** The parts of a case's data. */
export type Part = "train" | "validation" | "test";

/** The rows of each part that a case has. */
export type Parts = Pick<Record<Part, Split>, "train"> & Partial<Record<Part, Split>>;

/** How the rows of a case are to be other than the user's. */
export type RowChange = (rows: Split, options: {part: Part; train: Split}) => Split;

const names = ["train", "validation", "test"] as const;

/**
 * The case with its rows changed, part by part, as tensors that belong to the case: all rows of data in memory, at most `rowCap` of a stream. What is learned from rows is learned from the
 * training rows. Inputs that are the targets stay so, and a part that a change gives back stays the user's own.
 */
export const withRows = (subject: Case, {model, change}: {model: tf.LayersModel; change: RowChange}): Promise<Case> =>
  withParts(subject, {
    model,
    change: (parts) => {
      const {train} = parts;
      const changed = names.flatMap((part) => (parts[part] ? [[part, change(parts[part], {part, train})] as const] : []));
      return Object.fromEntries(changed) as unknown as Parts;
    },
  });

/** {@link withRows} for a change that looks at all parts at once, such as a new split. */
export async function withParts(subject: Case, {model, change}: {model: tf.LayersModel; change: (parts: Parts) => Parts}): Promise<Case> {
  const parts: Partial<Parts> = {};
  for (const part of names) {
    const data = subject[part];
    if (data) parts[part] = await readSplit(data, {name: part, model, seed: subject.seed ?? 1, cap: isStream(data) ? rowCap : Infinity});
  }
  const changed = change(parts as Parts);
  const made: Case = {...subject};
  for (const part of names)
    if (changed[part] && changed[part] !== parts[part]) made[part] = toData(changed[part], {like: subject[part] ?? subject.train});
  return made;
}

/** Rows as tensors, with the names that they had. */
function toData({x, y, rows, groups}: Split, {like}: {like: Data}): Data {
  const side = (blocks: readonly Block[]) => {
    const made = blocks.map((block) => tensor(block, rows));
    return made.length === 1 ? made[0]! : made;
  };
  const {names} = like as {names?: {features?: readonly string[]; classes?: readonly string[]}};
  return {x: side(x), y: side(y), ...(names && {names}), ...(groups && {groups})};
}

/** A block with other values of the same shape. */
export function mapped(block: Block, change: (value: number, place: {row: number; column: number}) => number): Block {
  const values = Float32Array.from(block.values as Float32Array, (value, i) =>
    change(value, {row: Math.floor(i / block.size), column: i % block.size}),
  );
  return {...block, values};
}

/** Frees the rows of a case, but for those that other cases hold too. */
export function freeRows(subject: Case, {but}: {but: Case | readonly Case[]}): void {
  const held = new Set([but].flat().flatMap(tensorsOf));
  for (const one of tensorsOf(subject)) if (!held.has(one) && !one.isDisposed) one.dispose();
}

const tensorsOf = ({train, validation, test}: Case): tf.Tensor[] =>
  [train, validation, test].flatMap((data) =>
    data && "x" in data
      ? [data.x, data.y].flatMap((side) => [side].flat() as tf.Tensor[]).filter((one) => typeof one?.dispose === "function")
      : [],
  );
