import type {Bank} from "../check.js";
import {median} from "../math/stats.js";
import {attempt, type Effect} from "./remedy.js";
import type {Outcome} from "../trial/outcome.js";

/** Steps below which a fit is too short for any sensible learning rate. */
const fewSteps = 100;

/** What a slow fit lacks: steps, or a larger learning rate; neither rule alone can tell them apart, so both are tried. */
export interface Pace {
  /** The same fit with ten times the learning rate, or a hundred times where ten did not help. */
  faster: Effect;
  /** The same fit with three times the steps. */
  longer: Effect;
  lacks: "steps" | "rate" | "neither";
}

/** Repeats the case's fits at ten and a hundred times the learning rate, and for three times the steps. */
export async function pace(bank: Bank, {own}: {own: Outcome}): Promise<Pace> {
  const steps = 3 * own.runs[0]!.steps;
  const tenfold = await attempt(bank, {own, change: {optimizer: {factor: 10}}, title: "10 times the learning rate"});
  const faster = tenfold.helps
    ? tenfold
    : await attempt(bank, {own, change: {optimizer: {factor: 100}}, title: "100 times the learning rate"});
  const longer = await attempt(bank, {own, change: {steps}, title: "three times the steps"});
  const lead = median(longer.left) <= 2 * median(faster.left);
  const lacks = longer.helps && (lead || own.runs[0]!.steps < fewSteps || !faster.helps) ? "steps" : faster.helps ? "rate" : "neither";
  return {faster, longer, lacks};
}
