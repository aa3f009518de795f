import type {Bank, Network, Run} from "../check.js";
import {leastLoss, priorLoss} from "./prior.js";

/** How the case's own fits ended, measured against a constant answer. */
export interface Outcome {
  runs: readonly Run[];
  /** The loss of the best constant answer on the training rows. */
  prior: number;
  /** The loss of a perfect answer. */
  least: number;
  /** What each run left to learn of the training rows: 1 and more has learned nothing, 0 everything; infinite when the loss is not a number. */
  left: readonly number[];
  /** What a fit of such a training loss leaves to learn. */
  share: (trainLoss: number) => number;
  /** True when the plan cut the fits short of the user's own number of steps. */
  capped: boolean;
}

/** Own fits that checks of the training share: a verdict needs two of three. */
export const sharedRuns = 3;

/** Runs the shared fits and measures how they ended; throws when the loss does not prefer right answers. */
export async function outcome(bank: Bank, {network, count = sharedRuns}: {network: Network; count?: number}): Promise<Outcome> {
  const runs = await bank.runs(count);
  const [prior, least] = [await priorLoss(bank, {network}), await leastLoss(bank, {network})];
  if (!(prior > least))
    throw new Error(`the loss gives a constant answer ${prior.toPrecision(3)} and a perfect one ${least.toPrecision(3)}`);
  const share = (trainLoss: number) => (Number.isFinite(trainLoss) ? (trainLoss - least) / (prior - least) : Infinity);
  const capped = runs.some(({steps, wanted, losses}) => steps < wanted && Number.isFinite(losses.at(-1)!));
  return {
    runs,
    prior,
    least,
    left: runs.map(({trainLoss, losses}) => (Number.isFinite(losses.at(-1)!) ? share(trainLoss) : Infinity)),
    share,
    capped,
  };
}

/** True when more than half say so. */
export const most = (votes: readonly boolean[]): boolean => 2 * votes.filter(Boolean).length > votes.length;

/** A share as a percentage, to two digits, as far as that can be imagined. */
export const percent = (share: number): string =>
  share < 100 ? `${Number((100 * share).toPrecision(2))} %` : "more than 100 times the whole";
