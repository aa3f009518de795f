import {random} from "../math/random.js";
import {mean} from "../math/stats.js";
import {largest, type Classes} from "../trial/reading.js";

/** How sure a network is of the class that it names, and whether it is right, row by row. */
export interface Calls {
  /** Probability of the named class, in [0, 1]. */
  sure: Float64Array;
  /** 1 where the named class is the right one. */
  right: Uint8Array;
}

/** One bin of a reliability curve: rows about as sure as each other. */
export interface Bin {
  rows: number;
  /** Mean probability of the named class. */
  sure: number;
  /** Share that is right. */
  right: number;
}

/** Rows that calls are taken of at most. */
const judgedRows = 2000;

/** The calls of some positions of a reading; where a row has several, one that is drawn by the seed: those of one row are not independent. */
export function calls({labels, p, classes}: Classes, {rows, seed}: {rows: number; seed: number}): Calls {
  const each = Math.max(1, Math.floor(labels.length / rows));
  const draw = random(seed);
  const whole = Math.floor(labels.length / each);
  const step = Math.max(1, Math.ceil(whole / judgedRows));
  const picked = Array.from({length: Math.ceil(whole / step)}, (_, i) => i * step * each + Math.floor(draw() * each));
  const named = picked.map((at) => largest(p, {from: at * classes, size: classes}));
  return {
    sure: Float64Array.from(picked, (at, i) => p[at * classes + named[i]!]!),
    right: Uint8Array.from(picked, (at, i) => Number(labels[at] === named[i])),
  };
}

/** The reliability curve: bins of equally many rows, the least sure first. */
export function reliability({sure, right}: Calls, {bins = 10}: {bins?: number} = {}): Bin[] {
  const order = Array.from(sure.keys()).sort((a, b) => sure[a]! - sure[b]!);
  return Array.from({length: bins}, (_, bin) => {
    const part = order.slice(Math.floor((bin * order.length) / bins), Math.floor(((bin + 1) * order.length) / bins));
    return {rows: part.length, sure: mean(part.map((i) => sure[i]!)), right: mean(part.map((i) => right[i]!))};
  }).filter(({rows}) => rows > 0);
}

/** Expected calibration error: the mean distance of sureness and share of right ones over the bins, weighted by their rows (Guo 2017, equation 3). */
export function calibrationError(bins: readonly Bin[]): number {
  const rows = bins.reduce((sum, bin) => sum + bin.rows, 0);
  return bins.reduce((sum, bin) => sum + (bin.rows / rows) * Math.abs(bin.sure - bin.right), 0);
}

/** Simulated networks that are calibrated by construction: as sure, and right with just that probability. */
export const simulations = 1999;

/** The share of calibrated networks with an error at least as large, the network itself counted among them; and their mean error. */
export function calibrationTest(made: Calls, {seed}: {seed: number}): {error: number; usual: number; p: number} {
  const draw = random(seed);
  const order = Array.from(made.sure.keys()).sort((a, b) => made.sure[a]! - made.sure[b]!);
  const sorted: Calls = {sure: Float64Array.from(order, (i) => made.sure[i]!), right: Uint8Array.from(order, (i) => made.right[i]!)};
  const error = errorOfSorted(sorted);
  let [beyond, sum] = [0, 0];
  const right = new Uint8Array(order.length);
  for (let i = 0; i < simulations; i++) {
    for (let row = 0; row < right.length; row++) right[row] = Number(draw() < sorted.sure[row]!);
    const simulated = errorOfSorted({sure: sorted.sure, right});
    sum += simulated;
    if (simulated >= error) beyond++;
  }
  return {error, usual: sum / simulations, p: (1 + beyond) / (1 + simulations)};
}

/** {@link calibrationError} of rows that are already in the order of sureness, over ten bins. */
function errorOfSorted({sure, right}: Calls): number {
  const bins = 10;
  let total = 0;
  for (let bin = 0; bin < bins; bin++) {
    let gap = 0;
    const end = Math.floor(((bin + 1) * sure.length) / bins);
    for (let i = Math.floor((bin * sure.length) / bins); i < end; i++) gap += sure[i]! - right[i]!;
    total += Math.abs(gap);
  }
  return total / sure.length;
}
