import type * as tf from "@tensorflow/tfjs";
import type {Case, Data} from "../case.js";
import type {Block, Split} from "../check.js";
import {tensor} from "../trial/batch.js";
import {readSplit, rowCap} from "../trial/split.js";
import {isStream} from "../trial/stream.js";

/** The parts of a case's data. */
export type Part = "train" | "validation" | "test";

/** How the rows of a case are to be other than the user's. */
export type RowChange = (rows: Split, options: {part: Part; train: Split}) => Split;

/**
 * The case with its rows changed, part by part, as tensors that belong to the case: all rows of data in memory, at most `rowCap` of a stream. What is learned from rows is learned from the
 * training rows. Inputs that are the targets stay so.
 */
export async function withRows(subject: Case, {model, change}: {model: tf.LayersModel; change: RowChange}): Promise<Case> {
  const read = (data: Data, part: Part) =>
    readSplit(data, {name: part, model, seed: subject.seed ?? 1, cap: isStream(data) ? rowCap : Infinity});
  const train = await read(subject.train, "train");
  const made: Case = {...subject};
  for (const part of ["train", "validation", "test"] as const) {
    const data = subject[part];
    if (!data) continue;
    const rows = part === "train" ? train : await read(data, part);
    made[part] = toData(change(rows, {part, train}), {like: data});
  }
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
