import type {Task} from "../case.js";
import type {Split} from "../check.js";
import {derive, permutation, random} from "../math/random.js";
import {openBank} from "./bank.js";
import type {Setting} from "./fit.js";
import {upTo} from "./sample-rows.js";
import {subset} from "./split.js";
import {codingOf} from "./task.js";

/** How rows are divided: into how many parts, and from which seed. */
interface Division {
  count: number;
  task: Task;
  seed: number;
}

/**
 * Divides rows into parts of about equal size, each ascending: later rows into later parts for a forecast; whole subjects where the rows have `groups`;
 * else by chance, each class shared out evenly (Kohavi 1995).
 */
export function foldsOf(split: Split, {count, task, seed}: Division): number[][] {
  const draw = random(derive(seed, "hold-out"));
  if (task === "forecast") {
    const cut = (part: number) => Math.round((part * split.rows) / count);
    return upTo(count).map((part) => upTo(split.rows).slice(cut(part), cut(part + 1)));
  }
  const order = permutation(split.rows, draw);
  const subjects = new Set(split.groups).size;
  return split.groups && subjects > 1 ? bySubject(split.groups, {order, count: Math.min(count, subjects)}) : byClass(split, {order, count});
}

/** Deals the rows of one class after the other. */
function byClass({y, rows}: Split, {order, count}: {order: readonly number[]; count: number}): number[][] {
  const key = y.length === 1 ? classes(y[0]!) : undefined;
  const dealt = key ? [...order].sort((a, b) => key(a) - key(b)) : order;
  const folds = upTo(count).map(() => [] as number[]);
  dealt.slice(0, rows).forEach((row, i) => folds[i % count]!.push(row));
  return folds.map(ascending);
}

function classes(block: Split["y"][number]): ((row: number) => number) | undefined {
  const coding = codingOf(block);
  if (coding === "numbers" || coding === "multi-hot") return undefined;
  const {values, size} = block;
  return size === 1 ? (row) => values[row]! : (row) => values.subarray(row * size, (row + 1) * size).indexOf(1);
}

/** Gives each subject to the part that has the fewest rows so far, the largest subjects first. */
function bySubject(groups: NonNullable<Split["groups"]>, {order, count}: {order: readonly number[]; count: number}): number[][] {
  const members = new Map<string | number, number[]>();
  for (const row of order) members.set(groups[row]!, [...(members.get(groups[row]!) ?? []), row]);
  const folds = upTo(count).map(() => [] as number[]);
  for (const rows of [...members.values()].sort((a, b) => b.length - a.length))
    folds.reduce((least, fold) => (fold.length < least.length ? fold : least)).push(...rows);
  return folds.map(ascending);
}

const ascending = (rows: number[]): number[] => rows.sort((a, b) => a - b);

/** The rows without some of them, and these. */
export function leaveOut(split: Split, held: readonly number[]): [rest: Split, held: Split] {
  const chosen = new Set(held);
  const rest = upTo(split.rows).filter((row) => !chosen.has(row));
  return [subset(split, rest), subset(split, held)];
}

/** Parts that ddx holds out one after the other, and rows from which on one of them is enough to judge by. */
export const crossed = {folds: 5, enough: 1000, least: 50};

/** What fits answer to rows that they did not learn from, each row once: one fit a part, trained on the others. */
export interface OutOfFold {
  outputs: readonly Float32Array[];
  /** The losses of each fit, step by step. */
  losses: readonly (readonly number[])[];
  /** True when the fits were cut short. */
  capped: boolean;
}

/** Trains a fit for each part of `whole` on the other parts, with the setting's schedule. */
export async function outOfFold(
  setting: Setting,
  {whole, folds}: {whole: Split; folds: readonly (readonly number[])[]},
): Promise<OutOfFold> {
  const outputs: Float32Array[] = [];
  const losses: (readonly number[])[] = [];
  let capped = false;
  for (const [i, held] of folds.entries()) {
    const [train, validation] = leaveOut(whole, held);
    const [run] = await openBank({...setting, train, validation, seed: derive(setting.seed, "fold", i)}).runs(1);
    losses.push(run!.losses);
    capped ||= run!.steps < run!.wanted && Number.isFinite(run!.losses.at(-1)!);
    run!.validation!.forEach((answers, output) => {
      const size = answers.length / held.length;
      outputs[output] ??= new Float32Array(size * whole.rows);
      held.forEach((row, at) => outputs[output]!.set(answers.subarray(at * size, (at + 1) * size), row * size));
    });
  }
  return {outputs, losses, capped};
}
