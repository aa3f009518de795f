import {openQueue} from "./queue.js";

/** A stream of numbers in [0, 1). */
export type Random = () => number;

/** A seeded stream of numbers in [0, 1): Tommy Ettinger's mulberry32, period 2³². */
export function random(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A seed drawn from a seed and words, so that every use has its own stream (FNV-1a, 32 bits). */
export function derive(seed: number, ...words: readonly (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const letter of `${seed}|${words.join("|")}`) hash = Math.imul(hash ^ letter.codePointAt(0)!, 0x01000193);
  return hash >>> 0;
}

/**
 * Runs `task` while `Math.random`, from which tfjs seeds initialisers, dropout and shuffles, is a seeded stream. Tasks wait for each other:
 * two diagnoses at once must not draw from each other's streams. A task must not wait for another one.
 */
export function seeded<T>(seed: number, task: () => Promise<T> | T): Promise<T> {
  return tasks.run(async () => {
    const original = Math.random;
    Math.random = Object.assign(random(seed), {[experiment]: true});
    try {
      return await task();
    } finally {
      Math.random = original;
    }
  });
}

/** Marks `Math.random` while an experiment of ddx, of whichever copy, draws from it. */
const experiment = Symbol.for("ddx.experiment");

/** Whether an experiment of ddx is under way. */
export const isExperiment = (): boolean => experiment in Math.random;

const tasks = openQueue();

/** The whole numbers below `count` in random order (Fisher–Yates). */
export function permutation(count: number, draw: Random): number[] {
  const order = Array.from({length: count}, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(draw() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}

/** At most `size` of the whole numbers below `count`, in ascending order, each subset equally likely. */
export function sample(count: number, {size, draw}: {size: number; draw: Random}): number[] {
  const all = size >= count ? Array.from({length: count}, (_, i) => i) : permutation(count, draw).slice(0, size);
  return all.sort((a, b) => a - b);
}
