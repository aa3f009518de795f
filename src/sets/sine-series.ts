import type {Dataset} from "../case.js";
import {derive, random} from "../math/random.js";
import {block} from "./labels.js";
import {normal} from "./noise.js";
import {refuseCounts, type SetOptions} from "./options.js";

/** What series take. */
export interface SeriesOptions extends SetOptions {
  /** Steps that are seen. */
  steps?: number;
  /** Steps that follow and shall be told. */
  horizon?: number;
}

/** Windows of sines of height 1, each of its own period (8 to 24 steps) and phase, seen with noise; inputs `[rows, steps, 1]`, targets, the steps that follow without noise, `[rows, horizon]`. */
export function sineSeries({rows = 500, seed = 1, noise = 0.05, steps = 24, horizon = 1}: SeriesOptions = {}): Dataset {
  refuseCounts({rows, steps, horizon});
  const draw = random(derive(seed, "sines"));
  const spread = normal(draw);
  const waves = Array.from({length: rows}, () => ({turn: (2 * Math.PI) / (8 + 16 * draw()), phase: 2 * Math.PI * draw()}));
  const values = waves.flatMap(({turn, phase}) => Array.from({length: steps}, (_, t) => Math.sin(turn * t + phase) + noise * spread()));
  return {
    x: {values: Float32Array.from(values), shape: [rows, steps, 1]},
    y: block(waves.map(({turn, phase}) => Array.from({length: horizon}, (_, t) => Math.sin(turn * (steps + t) + phase)))),
    names: {features: ["value"]},
  };
}
