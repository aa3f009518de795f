import {num, type Num} from "../finding.js";
import {median} from "../math/stats.js";

/** Points of a line that a chart still shows. */
const most = 60;

/** A series cut to at most sixty points, the first and the last among them; positions count from 1. */
export function thin(values: readonly number[]): {x: readonly number[]; values: readonly Num[]} {
  const every = Math.max(1, Math.ceil(values.length / most));
  const kept = values.map((value, i) => ({i, value})).filter(({i}) => i % every === 0 || i === values.length - 1);
  return {x: kept.map(({i}) => i + 1), values: kept.map(({value}) => num(value))};
}

/** The median loss of fits step by step, as far as all go. */
export const medianLosses = (runs: readonly {losses: readonly number[]}[]): number[] =>
  Array.from({length: Math.min(...runs.map(({losses}) => losses.length))}, (_, step) => median(runs.map(({losses}) => losses[step]!)));
