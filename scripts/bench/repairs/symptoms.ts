import type {Network, Run} from "../../../src/check.js";
import {mean} from "../../../src/math/stats.js";

/** A symptom of AUTOTRAINER (Zhang et al. 2021), in the order in which its monitor looks for them. */
export type Symptom = "explode" | "vanish" | "dying" | "unstable" | "slow";

/**
 * Its thresholds: gradients of the first kernel over the last one's; share of gradients, here of relu units on all rows, that are zero; share of the epochs in which the accuracy turns, and by
 * how much; the best gain of an epoch. For numbers the share of the variance that is told takes the accuracy's place.
 */
const limits = {explode: 70, vanish: 1e-3, small: 1e-4, zeros: 0.7, turn: 0.03, turns: 0.2, gain: 0.01};

/** What AUTOTRAINER's rules see on a fit. */
export function symptomsOf({losses, before, after}: Run, {network, scores}: {network: Network; scores: readonly number[]}): Symptom[] {
  const kernels = [before, after].map(({gradients}) =>
    gradients.filter(({weight}) => /kernel/i.test(weight)).map(({gradient}) => gradient),
  );
  const ratios = kernels.map((all) => ({ratio: all[0]! / all.at(-1)!, first: all[0]!}));
  const relus = after.activity.filter(({layer}) => network.layers.some(({name, activation}) => name === layer && activation === "relu"));
  const seen: Record<Symptom, boolean> = {
    explode: ratios.some(({ratio}) => ratio > limits.explode) || losses.some((loss) => !(Math.abs(loss) < 1e3)),
    vanish: ratios.some(({ratio, first}) => ratio < limits.vanish && first < limits.small),
    dying: relus.some(({zeros}) => mean(zeros.map((share) => Number(share === 1))) >= limits.zeros),
    unstable: turnsOf(scores) >= limits.turns * scores.length,
    slow: Math.max(0, ...scores.slice(1).map((score, i) => score - scores[i]!)) < limits.gain,
  };
  return (Object.keys(seen) as Symptom[]).filter((name) => seen[name]);
}

/** Local extremes that differ from the one before by enough. */
function turnsOf(curve: readonly number[]): number {
  const extremes = curve.filter((value, i) => i > 0 && i < curve.length - 1 && (value - curve[i - 1]!) * (curve[i + 1]! - value) < 0);
  return extremes.filter((value, i) => i > 0 && Math.abs(value - extremes[i - 1]!) >= limits.turn).length;
}
