import type {Bank, Check} from "../check.js";
import {median} from "../math/stats.js";
import {attempt, type Effect} from "./remedy.js";
import {sharedRuns, type Outcome} from "../trial/outcome.js";

/** Steps below which a fit is too short for any sensible learning rate. */
const fewSteps = 100;

/** What a slow fit lacks: steps, or a larger learning rate; neither rule alone can tell them apart, so both are tried. */
export interface Pace {
  /** The same fit with the first of ten, a hundred and ten thousand times the learning rate that helped, else with the last. */
  faster: Effect;
  /** The same fit with three times the steps. */
  longer: Effect;
  lacks: "steps" | "rate" | "neither";
}

/** What a check trains that asks for the pace: the shared fits, one at another rate, one with three times the steps. */
export const paceWork: NonNullable<Check["work"]> = ({schedule: {steps, batchSize}}) => ({
  runs: sharedRuns,
  trials: [
    {steps, batchSize},
    {steps: 3 * steps, batchSize},
  ],
});

/** Factors of the learning rate: the last is for rates that are wrong by magnitudes, such as 1e-6 for plain descent. */
const factors = [10, 100, 10000];

async function climb(bank: Bank, own: Outcome): Promise<Effect> {
  let tried: Effect | undefined;
  for (const factor of factors) {
    tried = await attempt(bank, {own, change: {optimizer: {factor}}, title: `${factor} times the learning rate`});
    if (tried.helps) break;
  }
  return tried!;
}

/** Repeats the case's fits at higher learning rates, and for three times the steps. */
export async function pace(bank: Bank, {own}: {own: Outcome}): Promise<Pace> {
  const steps = 3 * own.runs[0]!.steps;
  const faster = await climb(bank, own);
  const longer = await attempt(bank, {own, change: {steps}, title: "three times the steps"});
  const lead = median(longer.left) <= 2 * median(faster.left);
  const lacks = longer.helps && (lead || own.runs[0]!.steps < fewSteps || !faster.helps) ? "steps" : faster.helps ? "rate" : "neither";
  return {faster, longer, lacks};
}
