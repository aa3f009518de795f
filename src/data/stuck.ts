import type {Block, Split} from "../check.js";
import {finiteExtent} from "../math/stats.js";
import {channelsOf} from "./columns.js";
import {stepsOf, windowsIn} from "../trial/windows.js";

/** A stretch of a series in which a value that otherwise changes stands still. */
export interface Stuck {
  /** Name of the component. */
  name: string;
  value: number;
  /** First step and number of steps. */
  from: number;
  steps: number;
  /** Steps of the next longest run of one value. */
  next: number;
  /** Share of the series. */
  share: number;
  /** The series. */
  values: ArrayLike<number>;
}

/**
 * Share of the other steps at which the component changes, steps that a run must last, and how many times as long as any other run of the component it must be:
 * a component that rests now and then, moves in steps, counts or is often 0, has several long runs.
 * Of 3900 healthy series of 13 kinds (`npm run proof stuck-series`) one, which moves in steps of heavy-tailed length, looks stuck; one that changes nearly always and stands still for 6 % of 600 steps is found
 * in 98 of 100, rounded to a seventh of its deviation for 20 % in 96; one that rests half of the time is never judged.
 */
const limits = {changes: 0.5, steps: 20, times: 10};

/** Finds where components of a series that is given in overlapping windows stand still; the longest first. */
export function stuckIn(train: Split): Stuck[] {
  const windows = windowsIn(train);
  const [block] = train.x;
  if (!windows || windows.stride > 1 || !block) return [];
  const width = block.shape.length > 1 ? channelsOf(block) : 1;
  return Array.from({length: width}, (_, channel) => stuck(seriesOf(block, {channel, width}), nameOf(block, {channel, width})))
    .flatMap((one) => one ?? [])
    .sort((a, b) => b.share - a.share);
}

const nameOf = (block: Block, {channel, width}: {channel: number; width: number}): string =>
  width > 1 ? `channel ${channel + 1}` : block.name;

/** The first step of each window, and the whole of the last one. */
function seriesOf(block: Block, {channel, width}: {channel: number; width: number}): Float64Array {
  const {values, size} = block;
  const rows = values.length / size;
  const {steps} = stepsOf(block)!;
  return Float64Array.from({length: rows + steps - 1}, (_, t) => {
    const row = Math.min(t, rows - 1);
    return values[row * size + (t - row) * width + channel]!;
  });
}

/** The longest run of a series, if nothing of its own explains it: the series seldom rests, no other run comes near, and the value is no end of its range, where a limit or nothing at all holds it. */
export function stuck(values: Float64Array | Float32Array, name: string): Stuck | undefined {
  const [longest, next, changes] = runsOf(values);
  const {from, steps} = longest;
  const value = values[from]!;
  const [low, high] = finiteExtent(values);
  const restless = changes >= limits.changes * (values.length - steps);
  if (!(value > low && value < high) || !restless || steps < Math.max(limits.steps, limits.times * next.steps)) return undefined;
  return {name, value, from, steps, next: next.steps, share: steps / values.length, values};
}

interface Run {
  from: number;
  steps: number;
}

/** The two longest runs of one value, and the number of changes. */
function runsOf(values: ArrayLike<number>): [Run, Run, number] {
  let [longest, next, changes]: [Run, Run, number] = [{from: 0, steps: 0}, {from: 0, steps: 0}, 0];
  for (let from = 0, at = 1; at <= values.length; at++) {
    if (at < values.length && values[at] === values[from]) continue;
    const run = {from, steps: at - from};
    if (run.steps > longest.steps) [longest, next] = [run, longest];
    else if (run.steps > next.steps) next = run;
    [from, changes] = [at, changes + 1];
  }
  return [longest, next, changes];
}
