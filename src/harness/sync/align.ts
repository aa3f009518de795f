import type {Placed} from "./origins.js";
import type {Unit} from "./suite-file.js";
import {hunks} from "./tokens.js";

/** A unit before and after somebody edited the file: one side is absent where it was added or removed. */
export interface Pair {
  /** As it was extracted. */
  base?: Placed;
  /** As it is now. */
  unit?: Unit;
}

/** Pairs the units of a stretch with those that somebody made of them, in order. */
export function align(base: readonly Placed[], units: readonly Unit[]): Pair[] {
  const pairs: Pair[] = [];
  let [a, b] = [0, 0];
  const same = (end: number) => {
    while (a < end) pairs.push({base: base[a++]!, unit: units[b++]!});
  };
  for (const {old, new: now} of hunks(base.map(keyOf), units.map(keyOf))) {
    same(old[0]);
    pairs.push(...match(base.slice(...old), units.slice(...now)));
    [a, b] = [old[1], now[1]];
  }
  same(base.length);
  return pairs;
}

const keyOf = ({key}: Unit): string => key;

/** Pairs units that differ: one by one where there are as many, else those that are most alike. */
function match(base: readonly Placed[], units: readonly Unit[]): Pair[] {
  if (base.length === units.length && base.every(({node}, i) => !node === !units[i]!.node))
    return base.map((one, i) => ({base: one, unit: units[i]!}));
  const best = base.map(() => units.map(() => 0));
  const at = (i: number, j: number) => best[i]?.[j] ?? 0;
  for (let i = base.length - 1; i >= 0; i--)
    for (let j = units.length - 1; j >= 0; j--)
      best[i]![j] = Math.max(at(i + 1, j), at(i, j + 1), likeness(base[i]!, units[j]!) + at(i + 1, j + 1));
  const pairs: Pair[] = [];
  let [i, j] = [0, 0];
  while (i < base.length || j < units.length) {
    const [one, other] = [base[i], units[j]];
    const alike = one && other ? likeness(one, other) : 0;
    if (alike > 0 && at(i, j) === alike + at(i + 1, j + 1)) pairs.push({base: base[i++]!, unit: units[j++]!});
    else if (other && (!one || at(i, j) === at(i, j + 1))) pairs.push({unit: units[j++]!});
    else pairs.push({base: base[i++]!});
  }
  return pairs;
}

/** How much of two units is the same, from 0 to 1; 0 below a third. */
function likeness(one: Unit, other: Unit): number {
  if (!one.node !== !other.node) return 0;
  const counts = new Map<string, number>();
  for (const {text} of one.tokens) counts.set(text, (counts.get(text) ?? 0) + 1);
  let shared = 0;
  for (const {text} of other.tokens) {
    const left = counts.get(text) ?? 0;
    if (left > 0) shared++;
    counts.set(text, left - 1);
  }
  const share = (2 * shared) / (one.tokens.length + other.tokens.length);
  return share > 1 / 3 ? share : 0;
}
