import {classValues, targetsOf} from "./targets.js";
import {strengthAgainst, strong, type Association, type Strength} from "./association.js";

/** Another order of the labels in which they fit the inputs. */
export interface Shift {
  /** Completes "the targets fit …". */
  name: string;
  strength: Strength;
  /** Bound of the probability by chance, after Bonferroni over the orders and references tried. */
  p: number;
}

/** Steps that labels are moved at most, forth and back. */
const reach = 20;

/** Orders of no meaning, far moves round the end, that the best one must beat: rows that follow each other make them fit a little. */
const controls = 20;

/** The moved or reversed order in which labels fit the inputs surely and far better than in orders of no meaning; tried on all the rows that were given only, else rows have lost their neighbours. */
export function bestShift(made: Association): Shift | undefined {
  const {split} = made;
  if (split.rows < split.given) return undefined;
  const n = split.rows;
  const moves = Array.from({length: 2 * reach}, (_, i) => (i % 2 ? -1 : 1) * (1 + Math.floor(i / 2)));
  const tried = [
    ...moves.map((by) => ({
      name: `rows ${Math.abs(by)} ${by > 0 ? "before" : "after"} their own`,
      order: (row: number) => (row + by + n) % n,
    })),
    {name: "the inputs in reversed order", order: (row: number) => n - 1 - row},
  ];
  const found = tried.map(({name, order}) => ({name, strength: inOrder(made, order)}));
  const best = found.reduce((a, b) => (b.strength.r > a.strength.r ? b : a));
  if (best.strength.lower < strong) return undefined;
  const far = Array.from({length: controls}, (_, i) => Math.round(n * (0.2 + (0.6 * i) / controls)));
  const chance = Math.max(...far.map((by) => inOrder(made, (row) => (row + by) % n).r));
  return best.strength.r > 2 * chance ? {...best, p: 0.005} : undefined;
}

/** How well the inputs go with the targets of other rows. */
export function inOrder(made: Association, order: (row: number) => number): Strength {
  const {split, task, rows, targets} = made;
  const moved = targetsOf(split, {task, rows: rows.map(order), classes: targets.labels && targets.classes}).matrix;
  return strengthAgainst(made, moved);
}

/** True for targets in ascending or descending order, each class in one piece or at least half of the numbers different. */
export function isSorted({split, targets}: Association): boolean {
  const rows = Array.from({length: split.rows}, (_, i) => i);
  if (split.y.length > 1 || (split.y[0]!.size > 1 && !targets.labels)) return false;
  const values = classValues(split, rows);
  const kinds = new Set(values).size;
  if (kinds < 2 || (!targets.labels && kinds < split.rows / 2)) return false;
  const steps = values.slice(1).map((value, i) => value - values[i]!);
  return steps.every((step) => step >= 0) || steps.every((step) => step <= 0);
}
