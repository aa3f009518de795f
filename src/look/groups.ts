import type {Block, Split} from "../check.js";
import {digits} from "../math/digits.js";
import {deviation, quantile} from "../math/stats.js";
import {codingOf} from "../trial/task.js";
import {labelsOf} from "./classes.js";

/** Rows that belong together: of a class, of a set of labels, or of a quarter of the targets' range. */
export interface Group {
  /** What they have in common, such as `cat` or `lowest quarter (0 to 1.5)`. */
  name: string;
  /** Row numbers, ascending. */
  rows: readonly number[];
}

/** How rows are told apart by their targets. */
export interface Grouping {
  /** What a group is: `class`, `labels` or `target`. */
  kind: "class" | "labels" | "target" | "rows";
  /** Groups, the largest first; quarters in their order. */
  groups: readonly Group[];
  /** The group of each row. */
  of: Int32Array;
  /** Whether the targets of two rows contradict each other, were their inputs the same: other classes, or numbers more than a standard deviation apart. */
  contradict: (a: number, b: number) => boolean;
}

/** Groups rows by their first target; into one group where targets are series or pictures. Whole numbers are classes unless they are said to be `numbers`. */
export function groupsOf(split: Split, {numbers = false}: {numbers?: boolean} = {}): Grouping {
  const block = split.y[0]!;
  const found = numbers ? undefined : labelsOf(split);
  if (found) return byKey(split.rows, {kind: "class", key: (row) => found.name(found.labels[row]!)});
  if (codingOf(block) === "multi-hot" && block.shape.length === 1)
    return byKey(split.rows, {kind: "labels", key: (row) => labelSet(split, {block, row})});
  return block.size === 1 ? quarters(block) : {...byKey(split.rows, {kind: "rows", key: () => "all rows"}), contradict: () => false};
}

function labelSet({classes}: Split, {block: {values, size}, row}: {block: Block; row: number}): string {
  const held = Array.from({length: size}, (_, i) => i).filter((i) => values[row * size + i] === 1);
  return held.map((i) => classes?.[i] ?? String(i)).join(" + ") || "none";
}

function byKey(rows: number, {kind, key}: {kind: Grouping["kind"]; key: (row: number) => string}): Grouping {
  const lists = new Map<string, number[]>();
  const keys = Array.from({length: rows}, (_, row) => key(row));
  keys.forEach((name, row) => {
    const list = lists.get(name);
    if (list) list.push(row);
    else lists.set(name, [row]);
  });
  const groups = [...lists]
    .map(([name, list]) => ({name, rows: list}))
    .sort((a, b) => b.rows.length - a.rows.length || (a.name < b.name ? -1 : 1));
  return {kind, groups, of: placesOf(rows, groups), contradict: (a, b) => keys[a] !== keys[b]};
}

function quarters({values}: Block): Grouping {
  const bounds = [0, 0.25, 0.5, 0.75, 1].map((q) => quantile(values.filter(Number.isFinite), q));
  const place = (row: number) => [1, 2, 3].filter((i) => values[row]! > bounds[i]!).length;
  const names = ["lowest", "second", "third", "highest"].map(
    (name, i) => `${name} quarter (${digits(bounds[i]!)} to ${digits(bounds[i + 1]!)})`,
  );
  const {groups} = byKey(values.length, {kind: "target", key: (row) => names[place(row)]!});
  const ordered = [...groups].sort((a, b) => names.indexOf(a.name) - names.indexOf(b.name));
  const sd = deviation(values.filter(Number.isFinite));
  return {
    kind: "target",
    groups: ordered,
    of: placesOf(values.length, ordered),
    contradict: (a, b) => Math.abs(values[a]! - values[b]!) > sd,
  };
}

function placesOf(rows: number, groups: readonly Group[]): Int32Array {
  const of = new Int32Array(rows);
  groups.forEach((group, place) => group.rows.forEach((row) => (of[row] = place)));
  return of;
}
