import type {Block, Split} from "../check.js";
import {codingOf} from "../trial/task.js";

/** The class of each row with the names of the classes; undefined for targets that are numbers, and for several labels a row. */
export function labelsOf({y, classes}: Split, block: Block = y[0]!): {labels: Int32Array; name: (label: number) => string} | undefined {
  const coding = codingOf(block);
  const {values, size} = block;
  const rows = values.length / size;
  const name = (label: number) => (y[0] === block ? classes?.[label] : undefined) ?? String(label);
  if (coding === "one-hot") return {labels: Int32Array.from({length: rows}, (_, row) => values.indexOf(1, row * size) - row * size), name};
  if (size === 1 && coding !== "numbers") return {labels: Int32Array.from(values as Float32Array), name};
  return undefined;
}

/** Rows of each class by name; of several labels a row, rows that have each; undefined for targets that are numbers. */
export function classCounts(split: Split, block: Block): Record<string, number> | undefined {
  const found = labelsOf(split, block);
  const tally = new Map<number, number>();
  if (found) for (const label of found.labels) tally.set(label, (tally.get(label) ?? 0) + 1);
  else if (codingOf(block) === "multi-hot")
    block.values.forEach((value, i) => tally.set(i % block.size, (tally.get(i % block.size) ?? 0) + value));
  else return undefined;
  const name = found?.name ?? ((label: number) => split.classes?.[label] ?? String(label));
  return Object.fromEntries([...tally].sort(([a], [b]) => a - b).map(([label, count]) => [name(label), count]));
}
