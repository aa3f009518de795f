import type {Bank, OwnTrial} from "../check.js";
import {num, type Evidence} from "../finding.js";
import {derive} from "../math/random.js";
import {median} from "../math/stats.js";

/** What a range test saw: the loss while the learning rate rises from step to step, each with the same ratio (Smith 2017, section 3.3). */
export interface RangeTest {
  /** The rate of each step, as far as the test went. */
  rates: readonly number[];
  /** The smoothed loss of each step of each seed. */
  losses: readonly (readonly number[])[];
  /** The rate where the loss falls best: two thirds down its longest descent. */
  suggested?: number;
  /** The rate from which on the loss rises beyond four times its least. */
  diverges?: number;
}

/** Steps, the rates of the first and the last, the weight of the past in the smoothed loss, and the rise over the least loss that ends the test: those of fastai's learning-rate finder. */
const usual = {steps: 100, from: 1e-7, to: 10, past: 0.98, rise: 4};

/** Seeds that are tried; their suggestions' geometric median is told. */
const seeds = 3;

/** What {@link rangeTest} trains. */
export const rangeWork = ({batchSize}: {batchSize: number}): OwnTrial[] =>
  Array.from({length: seeds}, () => ({steps: usual.steps, batchSize, descends: true}));

/** Raises the learning rate from 1e-7 to 10 in 100 steps, from fresh weights, for three seeds. */
export async function rangeTest(bank: Bank, {seed}: {seed: number}): Promise<RangeTest> {
  const losses: number[][] = [];
  for (let i = 0; i < seeds; i++) {
    const smooth = smoother();
    await bank.descend({
      seed: derive(seed, "range", i),
      ramp: {from: usual.from, to: usual.to},
      steps: usual.steps,
      stop: ({loss}) => smooth.add(loss),
    });
    losses.push(smooth.values);
  }
  const ends = losses.map(({length}) => rateAt(length - 1));
  const found = losses.map(valley).filter((step) => step !== undefined);
  return {
    rates: Array.from({length: Math.max(...losses.map(({length}) => length))}, (_, step) => rateAt(step)),
    losses,
    suggested: 2 * found.length > seeds ? middle(found.map(rateAt)) : undefined,
    diverges: losses.every(({length}) => length < usual.steps) ? middle(ends) : undefined,
  };
}

const rateAt = (step: number): number => usual.from * (usual.to / usual.from) ** (step / (usual.steps - 1));

const middle = (rates: readonly number[]): number => Math.exp(median(rates.map(Math.log)));

/** A running mean without the bias of its start; `add` says when the loss has risen too far. */
function smoother(): {values: number[]; add: (loss: number) => boolean} {
  let [sum, least] = [0, Infinity];
  const values: number[] = [];
  const add = (loss: number) => {
    sum = usual.past * sum + (1 - usual.past) * loss;
    const value = sum / (1 - usual.past ** (values.length + 1));
    if (!Number.isFinite(value)) return true;
    values.push(value);
    least = Math.min(least, value);
    return value > usual.rise * least;
  };
  return {values, add};
}

/** The step two thirds down the longest run of ever lower losses, others left out between them; undefined where the loss never falls by a hundredth. */
export function valley(losses: readonly number[]): number | undefined {
  const length = losses.map(() => 1);
  let end = 0;
  losses.forEach((loss, i) => {
    for (let j = 0; j < i; j++) if (loss < losses[j]!) length[i] = Math.max(length[i]!, length[j]! + 1);
    if (length[i]! > length[end]!) end = i;
  });
  const start = Math.max(0, end - length[end]! + 1);
  const fell = losses[start]! - losses[end]!;
  return fell > 0.01 * Math.abs(losses[start]!) ? start + Math.round(((end - start) * 2) / 3) : undefined;
}

/** The suggestion in words; empty where there is none. */
export const told = ({suggested}: RangeTest): string =>
  suggested === undefined ? "" : `; a range test suggests ${Number(suggested.toPrecision(1))}`;

/** The word at the suggested rate in the evidence, by which the treatment finds it. */
export const suggested = "suggested";

/** The curves of a range test, with the rate of the case and the one suggested. */
export function rangeEvidence({rates, losses, suggested: best, diverges}: RangeTest, {rate}: {rate?: number}): Evidence {
  const marks: [number | undefined, string][] = [
    [rate, "your rate"],
    [best, suggested],
    [diverges, "diverges"],
  ];
  return {
    kind: "series",
    label: "range test: smoothed training loss while the learning rate rises from step to step",
    x: {label: "learning rate", scale: "log"},
    y: {label: "loss"},
    lines: losses.map((values, i) => ({name: `seed ${i + 1}`, x: rates.slice(0, values.length), values: values.map(num)})),
    marks: marks.flatMap(([value, label]) => (value === undefined || !(value > 0) ? [] : [{axis: "x" as const, value, label}])),
  };
}
