import type {Block, Live, Split} from "../check.js";
import {differentRows, pick, reorder, upTo} from "../trial/sample-rows.js";

/** Rows whose answers are compared with each other's targets. */
const tried = 5;

/** Relative difference of two float32 losses that is none. */
const equal = 1e-6;

/**
 * True when every output has a loss of the user's own that says the same of an answer whatever its target is: of the untrained network's answers, and of other rows' targets as answers.
 * False when some loss reads its targets, some targets do not differ, or a loss is not finite.
 */
export async function areDeaf(live: Live, train: Split): Promise<boolean> {
  const rows = differentRows(train, {count: tried});
  if (!live.ownLosses.every(Boolean) || !rows.y.every(differs)) return false;
  const own = await live.forward(rows.x);
  const fits = rows.y.every(({values}, i) => values.length === own[i]!.length);
  const answers = [own, ...(fits ? [rows.y.map(({values}) => Float32Array.from(values))] : [])];
  for (const outputs of answers)
    for (const row of upTo(rows.rows)) {
      const said = await saidOf(live, {outputs, rows, row});
      if (!said.every((losses) => losses.every((loss, i) => near(loss, said[0]![i]!)))) return false;
    }
  return true;
}

/** What each output's loss says of one row's answer, alone, with each row's targets in turn. */
async function saidOf(live: Pick<Live, "loss">, {outputs, rows, row}: Answer): Promise<readonly (readonly number[])[]> {
  const answer = outputs.map((values) => pick(values, {size: values.length / rows.rows, rows: [row]}));
  const said = [];
  for (const other of upTo(rows.rows)) said.push(await live.loss({outputs: answer, y: reorder(rows.y, [other])}));
  return said;
}

interface Answer {
  outputs: readonly Float32Array[];
  rows: Split;
  row: number;
}

/** True when not all rows have the same target. */
const differs = ({values, size}: Block): boolean => values.some((value, i) => value !== values[i % size]);

/** True for two finite losses that are the same. */
const near = (a: number, b: number): boolean => Math.abs(a - b) <= equal * Math.max(Math.abs(a), Math.abs(b));
