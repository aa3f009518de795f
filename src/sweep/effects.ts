import jstat from "jstat";
import type {Run} from "../check.js";
import {mean} from "../math/stats.js";
import {tTest, upperMean} from "../math/tests.js";
import type {Expected} from "../treatment/arms.js";

/** How much lower an arm's loss is than the case's own, seed by seed: 0.1 for a tenth lower. */
export interface Effect {
  /** Mean over the seeds, with its 95 % interval (Student's t on the logarithm). */
  value: number;
  low: number;
  high: number;
  /** One-sided probability of a gain as large if there were none. */
  p: number;
  seeds: number;
}

/** The least share of a loss that is worth a word: under it two arms are as good as one. */
export const worth = 0.05;

/** The level of an arm's test: of three finalists one is named by chance in less than 1.5 %. */
export const level = 0.005;

/** The logarithm of a loss, kept finite: a fit that ended in no number is as bad as can be. */
const logOf = (loss: number | undefined): number =>
  loss !== undefined && Number.isFinite(loss) ? Math.log(Math.max(loss, 1e-9)) : Math.log(1e9);

/** What an arm's fits gain on the case's own, those of equal seeds against each other. */
export function effectOf(own: readonly Run[], {runs, loss}: {runs: readonly Run[]; loss: "trainLoss" | "validationLoss"}): Effect {
  const gains = runs.map((run, i) => logOf(own[i]![loss]) - logOf(run[loss]));
  const {lower, upper} = upperMean(gains, {alpha: 0.025});
  const share = (gain: number) => 1 - Math.exp(-gain);
  return {value: share(mean(gains)), low: share(lower), high: share(upper), p: tTest(gains).p, seeds: gains.length};
}

/**
 * Seeds that settle four of five effects which the seeds so far allow, and four of five arms that gain nothing where that is allowed too: 18 of 20 arms were settled by as many
 * (`npm run proof sweep`). What is near the least that is worth a word takes many.
 */
export function seedsFor({low, high, seeds}: Effect): number {
  const [from, to] = [low, high].map(logGain) as [number, number];
  const spread = (((to - from) / 2) * Math.sqrt(seeds)) / jstat.studentt.inv(0.975, seeds - 1);
  const gains = quantiles.map((q) => (from + to) / 2 + (jstat.studentt.inv(q, seeds - 1) * spread) / Math.sqrt(seeds));
  const enough = (some: readonly number[], count: number) => mean(some.map((gain) => settles(gain, spread / Math.sqrt(count)))) >= 0.8;
  let count = seeds + 1;
  while (count < mostSeeds && !(enough(gains, count) && (from > 0 || enough([0], count)))) count = Math.ceil(1.1 * count);
  return count;
}

/** Where an answer stops: no one tries as many. */
const mostSeeds = 100_000;

const quantiles = Array.from({length: 40}, (_, i) => (i + 0.5) / 40);

const logGain = (share: number): number => -Math.log(Math.max(1e-9, 1 - share));

/** How likely an arm of a true gain is called better, or no better than what is worth a word, when its mean has this error. */
function settles(gain: number, error: number): number {
  const [least, below] = [logGain(worth), (bound: number) => jstat.normal.cdf((bound - gain) / error, 0, 1)];
  const z = (p: number) => jstat.normal.inv(1 - p, 0, 1) * error;
  return 1 - below(Math.max(least, z(level))) + below(least - z(0.025));
}

/** Whether what was expected of a loss has come; undefined when the interval allows both. */
export function cameTrue(expected: Expected, {low, high}: Effect): boolean | undefined {
  if (expected === "any") return undefined;
  const [down, up] = [low > 0, high < 0];
  if (!down && !up) return undefined;
  return expected === "lower" ? down : up;
}
