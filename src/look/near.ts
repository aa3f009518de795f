import type {Block, Split} from "../check.js";
import {random} from "../math/random.js";
import {finiteExtent} from "../math/stats.js";
import {keysOf} from "./hashes.js";

/** Share of the largest value by which inputs may differ that were computed in another way: some hundred roundings of float32. */
const roundings = 1e-5;

/** Rows that have no twin on the other side. */
export interface Unmatched {
  /** Rows before that are missing after. */
  lost: readonly number[];
  /** Rows after that were not there before. */
  fresh: readonly number[];
}

/** Both sides of a comparison, and how near inputs must be to be the same. */
export interface Both {
  from: Split;
  to: Split;
  /** True for inputs that were computed in another way: they may be rounded otherwise. */
  rounded: boolean;
}

/** For rows after the row before that has the same inputs, each used once; with `targets` the same targets too. */
export function twins({lost, fresh}: Unmatched, {from, to, rounded, targets}: Both & {targets: boolean}): Map<number, number> {
  const slack = from.x.map(({values}) =>
    rounded ? roundings * Math.max(...finiteExtent(values).filter(Number.isFinite).map(Math.abs), 0) : 0,
  );
  const [before, after] = [projection(from), projection(to)];
  const reach = slack.reduce((sum, each, i) => sum + each * before.weight[i]!, 0);
  const key = (split: Split) => (targets ? keysOf(split).y : undefined);
  const [queues, wanted] = [groups(lost, key(from)), key(to)];
  for (const rows of queues.values()) rows.sort((a, b) => before.at(a) - before.at(b));
  const used = new Set<number>();
  const found = new Map<number, number>();
  for (const row of fresh) {
    const candidates = queues.get(wanted?.[row] ?? "") ?? [];
    for (let i = lowest(candidates, (each) => before.at(each) >= after.at(row) - reach); i < candidates.length; i++) {
      const other = candidates[i]!;
      if (before.at(other) > after.at(row) + reach) break;
      if (used.has(other) || !near([from.x, other], [to.x, row], slack)) continue;
      used.add(other);
      found.set(row, other);
      break;
    }
  }
  return found;
}

function groups(rows: readonly number[], keys: readonly string[] | undefined): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const row of rows) {
    const list = found.get(keys?.[row] ?? "");
    if (list) list.push(row);
    else found.set(keys?.[row] ?? "", [row]);
  }
  return found;
}

/** Every row as one number: rows that are near have near ones. */
function projection({x, rows}: Split): {at: (row: number) => number; weight: readonly number[]} {
  const draw = random(1);
  const line = new Float64Array(rows);
  const weight = x.map(({size, values}) => {
    const weights = Array.from({length: size}, () => 2 * draw() - 1);
    for (let i = 0; i < rows * size; i++) if (Number.isFinite(values[i])) line[Math.floor(i / size)]! += weights[i % size]! * values[i]!;
    return weights.reduce((sum, each) => sum + Math.abs(each), 0);
  });
  return {at: (row) => line[row]!, weight};
}

/** First place of a sorted list from which on the test holds. */
function lowest(list: readonly number[], holds: (value: number) => boolean): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(list[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function near([a, i]: readonly [readonly Block[], number], [b, j]: readonly [readonly Block[], number], slack: readonly number[]): boolean {
  return a.every(({values, size}, part) => {
    for (let k = 0; k < size; k++) {
      const [one, two] = [values[i * size + k]!, b[part]!.values[j * size + k]!];
      if (!Object.is(one, two) && !(Math.abs(one - two) <= slack[part]!)) return false;
    }
    return true;
  });
}
