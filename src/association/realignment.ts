import type {Task} from "../case.js";
import type {Network, Split} from "../check.js";
import {permutation, random} from "../math/random.js";
import {upTo} from "../trial/sample-rows.js";
import {associate, associationOf, none, strengthOf, type Association} from "./association.js";
import {inOrder} from "./shifts.js";

/** Another order of the labels that fits the inputs on rows that it was not chosen by. */
export interface Realignment {
  /** Rows that labels are moved by; undefined for labels in reversed order. */
  by?: number;
  /** Correlation on the rows that it was not chosen by. */
  r: number;
}

/** The row of so many whose label a row gets; outside of them where there is none. */
export const labelOf = ({by}: Pick<Realignment, "by">, {row, rows}: {row: number; rows: number}): number =>
  by === undefined ? rows - 1 - row : row + by;

/** Steps that labels are moved at most, forth and back. */
const reach = 64;

/** Correlation on the confirming half that makes a move worth trying. */
const least = 0.3;

/** The constant move of the labels, or their reversal, that brings back what goes together: chosen on half of the rows, confirmed on the other half; undefined where rows and labels go together already, or in none. */
export function realignment(split: Split, {task, network}: {task: Task; network?: Network}): Realignment | undefined {
  const whole = associationOf(split, {task, network});
  if (split.rows < split.given || !none(strengthOf(whole))) return undefined;
  const order = permutation(whole.rows.length, random(3)).map((i) => whole.rows[i]!);
  const half = order.length >> 1;
  const [chosen, held] = [order.slice(0, half), order.slice(half)].map((rows) => associate(split, {task, network, rows})) as [
    Association,
    Association,
  ];
  const {rows} = split;
  const moves = upTo(Math.min(reach, Math.floor(rows / 4))).flatMap((i) => [i + 1, -i - 1]);
  const tried: Pick<Realignment, "by">[] = [...moves.map((by) => ({by})), {}];
  const strength = (one: Pick<Realignment, "by">, on: Association) => inOrder(on, (row) => (labelOf(one, {row, rows}) + rows) % rows);
  const best = tried.map((one) => ({one, r: strength(one, chosen).r})).reduce((a, b) => (b.r > a.r ? b : a));
  const {r, lower} = strength(best.one, held);
  return r > least && lower > 0 ? {...best.one, r} : undefined;
}
