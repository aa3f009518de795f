import {num, type Num} from "../finding.js";

/** Points of a line that a chart still shows. */
const most = 60;

/** A series cut to at most sixty points, the first and the last among them; positions count from 1. */
export function thin(values: readonly number[]): {x: readonly number[]; values: readonly Num[]} {
  const every = Math.max(1, Math.ceil(values.length / most));
  const kept = values.map((value, i) => ({i, value})).filter(({i}) => i % every === 0 || i === values.length - 1);
  return {x: kept.map(({i}) => i + 1), values: kept.map(({value}) => num(value))};
}
