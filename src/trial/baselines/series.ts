import type {Split} from "../../check.js";
import {reorder, thinned} from "../sample-rows.js";
import {stepsOf} from "../windows.js";

/** A window of a series: which number of each step is forecast, and how far back the season lies. */
export interface Season {
  /** Component of each step. */
  channel: number;
  /** Steps from a season to the next; 1 for a series without any: the last value is repeated. */
  lag: number;
}

/** Training windows by which the season is chosen. */
const compared = 500;

/** Windows of which ARIMA is asked, and steps that it needs. */
const asked = {windows: 60, steps: 24};

/** What a window held one season before each forecast step, row-major as the targets; a season shorter than the forecast is repeated. */
export function seasonalNaive({x, rows}: Split, {season: {channel, lag}, ahead}: {season: Season; ahead: number}): Float32Array {
  const {steps, width} = stepsOf(x[0]!)!;
  const answers = new Float32Array(rows * ahead);
  for (let row = 0; row < rows; row++)
    for (let h = 0; h < ahead; h++) answers[row * ahead + h] = x[0]!.values[(row * steps + steps - lag + (h % lag)) * width + channel]!;
  return answers;
}

/** The channel and the lag with the least squared error on the training rows. */
export function seasonOf(train: Split): Season {
  const {steps, width} = stepsOf(train.x[0]!)!;
  const {values, size} = train.y[0]!;
  const some = thinned(train.rows, compared);
  const few = {...train, rows: some.length, x: reorder([train.x[0]!], some)};
  let best = {error: Infinity, season: {channel: 0, lag: 1}};
  for (let channel = 0; channel < Math.min(width, 16); channel++)
    for (let lag = 1; lag <= Math.min(steps, 400); lag++) {
      const answers = seasonalNaive(few, {season: {channel, lag}, ahead: size});
      const error = answers.reduce((sum, value, i) => sum + (value - values[some[Math.floor(i / size)]! * size + (i % size)]!) ** 2, 0);
      if (error < best.error) best = {error, season: {channel, lag}};
    }
  return best.season;
}

/** What ARIMA(2, d, 1), fitted to each of some windows alone, says of the steps ahead; d is 1 where the series wanders. Nothing for windows shorter than {@link asked}, nor in a browser. */
export async function arima(
  split: Split,
  {channel, ahead}: {channel: number; ahead: number},
): Promise<{rows: number[]; answers: Float32Array} | undefined> {
  const {steps, width} = stepsOf(split.x[0]!)!;
  if (steps < asked.steps) return undefined;
  const Model = await loadQuietly().catch(() => undefined);
  if (!Model) return undefined;
  const rows = thinned(split.rows, asked.windows);
  const answers = new Float32Array(rows.length * ahead);
  rows.forEach((row, i) => {
    const window = Array.from({length: steps}, (_, t) => split.x[0]!.values[(row * steps + t) * width + channel]!);
    const model = new Model({p: 2, d: Number(wanders(window)), q: 1, verbose: false});
    try {
      answers.set(model.train(window).predict(ahead)[0], i * ahead);
    } finally {
      model.destroy();
    }
  });
  return {rows, answers};
}

/** True for a lag-1 autocorrelation above 0.9. */
function wanders(values: readonly number[]): boolean {
  const centre = values.reduce((sum, value) => sum + value, 0) / values.length;
  const all = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  const next = values.slice(1).reduce((sum, value, i) => sum + (value - centre) * (values[i]! - centre), 0);
  return next > 0.9 * all;
}

type Arima = typeof import("arima");
let loaded: Promise<Arima> | undefined;

/** Named apart from its import, so that no bundler follows it: it asks for Node's `buffer`. */
const library: string = "arima/async";

/** The library prints doubts of its own on each fit through the `console.log` that it binds when it is loaded. */
function loadQuietly(): Promise<Arima> {
  return (loaded ??= (async () => {
    const {log} = console;
    const passing = Object.assign((...said: unknown[]) => log(...said), {bind: () => () => undefined});
    console.log = passing as typeof console.log;
    try {
      return await ((await import(library)) as unknown as {default: Promise<Arima>}).default;
    } finally {
      console.log = log;
    }
  })());
}
