import type {Task} from "../case.js";
import type {Bank, Network, Schedule, Work} from "../check.js";
import type {Observation} from "../finding.js";
import {median} from "../math/stats.js";
import {isWeighted} from "../trial/cuts.js";
import {outcome, percent, sharedRuns} from "../trial/outcome.js";
import {pace} from "./pace.js";
import {attempt, needsRemedy} from "./remedy.js";

/** Units that narrow layers are given in a trial: the usual width of a small hidden layer. */
export const roomy = 32;

/** What is tried and how it is told. */
export interface Widening {
  bank: Bank;
  network: Network;
  task: Task;
  /** Names of the layers to widen. */
  layers: readonly string[];
  /** What is narrow, such as `dense 1 has 2 units for 10 classes`. */
  told: string;
}

/** What {@link widening} trains: nothing when no layer is to be widened. The fits of the pace are those that other checks pay for. */
export const wideningWork = (layers: readonly unknown[], {schedule: {steps, batchSize}}: {schedule: Schedule}): Work =>
  layers.length === 0 ? {} : {runs: sharedRuns, trials: [{steps, batchSize}]};

/**
 * Gives narrow layers {@link roomy} units and repeats the case's fits: `fail` when these then leave less than half to learn, on held-out rows too,
 * and neither more steps nor a higher rate does at the width as it is — a wide network learns faster, so that speed must not pass for room.
 */
export async function widening({bank, network, task, layers, told}: Widening): Promise<Observation> {
  const own = await outcome(bank, {network});
  const before = `${percent(median(own.left))} of what a constant answer leaves is still to be learned`;
  if (!needsRemedy(own, {bank, network, task}) || !own.left.every(Number.isFinite))
    return {verdict: "pass", summary: `${told}, and ${before}: enough for these data`, evidence: []};
  if (network.layers.some((layer) => isWeighted(layer) && layer.trainable === 0))
    return {verdict: "warn", summary: `${told}, and ${before}; with frozen layers the effect of more units cannot be tried`, evidence: []};
  const {helps, left, evidence} = await attempt(bank, {own, change: {widen: {layers, units: roomy}}, title: `${roomy} units there`});
  const after = `${told}: ${before}, with ${roomy} units there ${percent(median(left))}`;
  if (!helps) return {verdict: "pass", summary: after, evidence: []};
  if (own.capped)
    return {verdict: "unsure", summary: `${after}, but the fits were cut short; a larger budget would settle it`, evidence: [evidence]};
  const {lacks} = await pace(bank, {own});
  return lacks === "neither"
    ? {verdict: "fail", summary: after, evidence: [evidence]}
    : {
        verdict: "warn",
        summary: `${after}; but ${lacks === "steps" ? "more steps" : "a higher learning rate"} would help at this width too`,
        evidence: [evidence],
      };
}
