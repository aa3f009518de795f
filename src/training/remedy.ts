import type {Task} from "../case.js";
import type {Bank, Change, Network, Run} from "../check.js";
import {num, type Evidence} from "../finding.js";
import {median} from "../math/stats.js";
import {read} from "../trial/reading.js";
import {hardSkill} from "../trial/skill.js";
import {thin} from "../trial/thin.js";
import {most, type Outcome} from "../trial/outcome.js";

/** What must be left to learn for a fit to be in need of a remedy, what share of it a remedy may leave, what share of the held-out loss, and the skill
 * on training rows (kappa, R²) from which on nothing is called for. */
export const gates = {need: 0.2, left: 0.5, heldOut: 0.9, skill: 0.9};

/** What a change of the training did to the fits. */
export interface Effect {
  /** What was changed, such as `10 times the learning rate`. */
  title: string;
  /** What each fit left to learn with the change; the first alone when that one was not better. */
  left: readonly number[];
  /** True when most fits left less than half of what they left before, on held-out rows with a loss a tenth lower. */
  helps: boolean;
  evidence: Evidence;
}

/** True when the case's own fits have left much of the training rows to learn, and choose wrong classes too: a network that is right but not yet sure needs nothing. */
export function needsRemedy(own: Outcome, {bank, network, task}: {bank: Bank; network: Network; task: Task}): boolean {
  if (median(own.left.map((share) => Math.min(share, 1e6))) <= gates.need) return false;
  // A fit that ended in NaN has no skill at all.
  return !(median(own.runs.map(({train}) => hardSkill(read({split: bank.train, outputs: train}, {network, task})))) >= gates.skill);
}

/** Repeats the fits, seed by seed, with a change; stops after the first when that one is not better. */
export async function attempt(
  bank: Bank,
  {own, change, title}: {own: Outcome; change: Omit<Change, "stop">; title: string},
): Promise<Effect> {
  const left: number[] = [];
  const helped: boolean[] = [];
  const losses: (readonly number[])[] = [];
  for (const [i, run] of own.runs.entries()) {
    const trial = await bank.trial({...change, seed: run.seed});
    left.push(own.share(trial.trainLoss));
    helped.push(better(left[i]!, own.left[i]!) && generalises(trial, run));
    losses.push(trial.losses);
    if (!helped[0]) break;
  }
  const helps = helped.length > 1 && most(helped);
  const lines = [
    ...own.runs.map((run, i) => ({name: `yours, seed ${i + 1}`, ...thin(run.losses)})),
    ...losses.map((values, i) => ({name: `${title}, seed ${i + 1}`, ...thin(values)})),
  ];
  const evidence: Evidence = {
    kind: "series",
    label: `training loss as you train and with ${title}`,
    x: {label: "step"},
    y: {label: "loss"},
    lines,
    marks: [{axis: "y", value: num(own.prior), label: "constant answer"}],
  };
  return {title, left, helps, evidence};
}

/** True when the held-out loss, where there is one, fell as well: learning noise by heart is no remedy. */
const generalises = (trial: Run, run: Run): boolean =>
  trial.validationLoss === undefined || !(trial.validationLoss > gates.heldOut * run.validationLoss!);

const better = (now: number, before: number): boolean => now < gates.left * before && now < 1;
