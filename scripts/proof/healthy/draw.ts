import type {Random} from "../../../src/math/random.js";
import {normal} from "../data/worlds.js";

/** Draws from a seeded stream of numbers in [0, 1). */
export interface Draw {
  /** A number between two others. */
  between(low: number, high: number): number;
  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number;
  /** A number of rows, and as many more as are to spare. */
  rows(low: number, high: number): number;
  /** One of a list. */
  one<T>(list: readonly T[]): T;
  /** True with a chance. */
  chance(share: number): boolean;
  /** A standard normal number. */
  normal(): number;
}

/** Draws from a stream; each problem has some rows to spare behind its own. */
export function drawFrom(next: Random, {spare = 0}: {spare?: number} = {}): Draw {
  const between = (low: number, high: number) => low + (high - low) * next();
  const whole = (low: number, high: number) => low + Math.floor((high - low + 1) * next());
  return {
    between,
    whole,
    rows: (low, high) => whole(low, high) + spare,
    one: (list) => list[whole(0, list.length - 1)]!,
    chance: (share) => next() < share,
    normal: () => normal(next),
  };
}
