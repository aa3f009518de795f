import type {Network, Run} from "../../../src/check.js";
import {mean} from "../../../src/math/stats.js";

/** A symptom of AUTOTRAINER (Zhang et al. 2021), in the order in which its monitor looks for them. */
export type Symptom = "explode" | "vanish" | "dying" | "unstable" | "slow";

/**
 * Its thresholds: gradients of the first kernel over the last one's; share of gradients, here of relu units on all rows, that are zero; epochs in which the score turns, and by how much; the best
 * gain of an epoch. Its scores are accuracies: here each epoch's mean training loss over the first one's takes their place, so that numbers are judged too.
 */
const limits = {explode: 70, vanish: 1e-3, small: 1e-4, zeros: 0.7, turn: 0.03, turns: 0.2, gain: 0.01};

/** What AUTOTRAINER's rules see on a fit. */
export function symptomsOf({losses, before, after}: Run, {network, epochs}: {network: Network; epochs: number}): Symptom[] {
  const kernels = [before, after].map(({gradients}) =>
    gradients.filter(({weight}) => /kernel/i.test(weight)).map(({gradient}) => gradient),
  );
  const ratios = kernels.map((all) => ({ratio: all[0]! / all.at(-1)!, first: all[0]!}));
  const curve = epochLosses(losses, epochs);
  const relus = after.activity.filter(({layer}) => network.layers.some(({name, activation}) => name === layer && activation === "relu"));
  const seen: Record<Symptom, boolean> = {
    explode: ratios.some(({ratio}) => ratio > limits.explode) || losses.some((loss) => !(Math.abs(loss) < 1e3)),
    vanish: ratios.some(({ratio, first}) => ratio < limits.vanish && first < limits.small),
    dying: relus.some(({zeros}) => mean(zeros.map((share) => Number(share === 1))) >= limits.zeros),
    unstable: turnsOf(curve) >= limits.turns * curve.length,
    slow: Math.max(0, ...curve.slice(1).map((loss, i) => curve[i]! - loss)) < limits.gain,
  };
  return (Object.keys(seen) as Symptom[]).filter((name) => seen[name]);
}

/** Mean loss of each epoch over the first one's. */
function epochLosses(losses: readonly number[], epochs: number): number[] {
  const size = Math.max(1, Math.round(losses.length / epochs));
  const all = Array.from({length: Math.floor(losses.length / size)}, (_, i) => mean(losses.slice(i * size, (i + 1) * size)));
  return all.map((loss) => loss / (all[0]! || 1));
}

/** Local extremes that differ from the one before by enough. */
function turnsOf(curve: readonly number[]): number {
  const extremes = curve.filter((value, i) => i > 0 && i < curve.length - 1 && (value - curve[i - 1]!) * (curve[i + 1]! - value) < 0);
  return extremes.filter((value, i) => i > 0 && Math.abs(value - extremes[i - 1]!) >= limits.turn).length;
}
