import type {Task} from "../case.js";
import type {Split} from "../check.js";
import {derive, permutation, random, sample} from "../math/random.js";
import {subset} from "./split.js";

/** At most `size` rows of a split, in their order, drawn with a seed; each class keeps its share, and one row at least, where there are classes. */
export function subsample(split: Split, {size, seed, task}: {size: number; seed: number; task: Task}): Split {
  if (split.rows <= size) return split;
  const draw = random(derive(seed, "subsample"));
  const groups = classesOf(split, task);
  if (!groups || groups.length > size) return subset(split, sample(split.rows, {size, draw}));
  const quotas = quotasOf(
    groups.map(({length}) => length),
    size,
  );
  const chosen = groups.flatMap((rows, i) =>
    permutation(rows.length, draw)
      .slice(0, quotas[i])
      .map((place) => rows[place]!),
  );
  return subset(
    split,
    chosen.sort((a, b) => a - b),
  );
}

/** The rows of each class, in the order in which the classes first come. */
function classesOf({rows, y: [target]}: Split, task: Task): number[][] | undefined {
  if (!target || !["binary", "multiclass"].includes(task)) return undefined;
  const {values, size} = target;
  const groups = new Map<number, number[]>();
  for (let row = 0; row < rows; row++) {
    const label = size > 1 ? largest(values, {from: row * size, size}) : values[row]!;
    const group = groups.get(label) ?? [];
    groups.set(label, group);
    group.push(row);
  }
  return [...groups.values()];
}

function largest(values: ArrayLike<number>, {from, size}: {from: number; size: number}): number {
  let best = 0;
  for (let i = 1; i < size; i++) if (values[from + i]! > values[from + best]!) best = i;
  return best;
}

/** Parts of `size` in the shares of `counts`, whole and at least one each (largest remainders). */
function quotasOf(counts: readonly number[], size: number): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const exact = counts.map((count) => (size * count) / total);
  const quotas = exact.map((share) => Math.max(1, Math.floor(share)));
  const byRemainder = exact.map((_, i) => i).sort((a, b) => (exact[b]! % 1) - (exact[a]! % 1) || a - b);
  for (let i = 0, left = size - sum(quotas); left > 0; i = (i + 1) % counts.length) {
    const at = byRemainder[i]!;
    if (quotas[at]! >= counts[at]!) continue;
    quotas[at]!++;
    left--;
  }
  while (sum(quotas) > size) quotas[quotas.indexOf(Math.max(...quotas))]!--;
  return quotas;
}

const sum = (list: readonly number[]): number => list.reduce((all, one) => all + one, 0);
