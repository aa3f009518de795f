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

/** Seeds after which the interval would be as narrow as what is worth a word. */
export const seedsFor = ({low, high, seeds}: Effect): number => Math.ceil(seeds * Math.max(1, ((high - low) / 2 / worth) ** 2));

/** Whether what was expected of a loss has come; undefined when the interval allows both. */
export function cameTrue(expected: Expected, {low, high}: Effect): boolean | undefined {
  if (expected === "any") return undefined;
  const [down, up] = [low > 0, high < 0];
  if (!down && !up) return undefined;
  return expected === "lower" ? down : up;
}
