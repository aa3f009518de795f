import type {Task} from "../case.js";
import type {Split} from "../check.js";
import {hasClasses, labelsOf} from "./labels.js";

/** Row numbers of both parts. */
export interface Chosen {
  train: readonly number[];
  held: readonly number[];
}

/**
 * Rows of both parts, `most` together, that differ in their inputs only if the inputs of one class do: with classes, each has the same share on both sides, since other shares,
 * as oversampling makes them, are no drift of the inputs. In the order given, or by groups where there are any.
 */
export function comparable(train: Split, {held, task, most}: {held: Split; task: Task; most: number}): Chosen {
  const share = Math.min(1, most / (train.rows + held.rows));
  const [learned, judged] = [byKind(train, task), byKind(held, task)];
  const common = [...learned.keys()].filter((kind) => judged.has(kind));
  const total = (side: ReadonlyMap<number, readonly number[]>) => common.reduce((sum, kind) => sum + side.get(kind)!.length, 0);
  const ratio = total(learned) / total(judged);
  const chosen = common.map((kind) => {
    const [a, b] = [learned.get(kind)!, judged.get(kind)!];
    const count = Math.min(a.length, ratio * b.length) * share;
    return {train: spaced(a, count), held: spaced(b, count / ratio)};
  });
  return {
    train: inOrder(
      train,
      chosen.flatMap((one) => one.train),
    ),
    held: inOrder(
      held,
      chosen.flatMap((one) => one.held),
    ),
  };
}

function byKind(split: Split, task: Task): Map<number, number[]> {
  const kinds = hasClasses(task, split) ? labelsOf(split.y[0]!, split.rows) : new Array<number>(split.rows).fill(0);
  const rows = new Map<number, number[]>();
  kinds.forEach((kind, row) => (rows.get(kind) ?? rows.set(kind, []).get(kind)!).push(row));
  return rows;
}

/** About `count` of the rows, evenly spaced. */
const spaced = (rows: readonly number[], count: number): number[] =>
  Array.from({length: Math.round(count)}, (_, i) => rows[Math.floor((i * rows.length) / Math.round(count))]!);

function inOrder({groups}: Split, rows: readonly number[]): number[] {
  const places = groups && new Map([...new Set(groups)].map((group, place) => [group, place]));
  const place = (row: number) => (places ? places.get(groups[row]!)! : 0);
  return [...rows].sort((a, b) => place(a) - place(b) || a - b);
}
