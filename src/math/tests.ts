import jstat from "jstat";
import {mean} from "./stats.js";

/** A one-sided t test's result. */
export interface TTest {
  /** Mean of the values. */
  mean: number;
  /** Standard error of the mean. */
  error: number;
  /** Probability of a mean at least as large when the true mean is `against`. */
  p: number;
  /** Upper one-sided bound of the mean at 95 %. */
  upper: number;
}

/** Student's one-sided t test that the mean of a few values is above `against`; exact for normal values. */
export function tTest(values: readonly number[], {against = 0}: {against?: number} = {}): TTest {
  const n = values.length;
  const centre = mean(values);
  const error = Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (n - 1) / n);
  const t = error === 0 ? (centre === against ? 0 : Math.sign(centre - against) * Infinity) : (centre - against) / error;
  const p = Number.isFinite(t) ? 1 - jstat.studentt.cdf(t, n - 1) : t > 0 ? 0 : 1;
  return {mean: centre, error, p, upper: centre + error * jstat.studentt.inv(0.95, n - 1)};
}

/** Wilson's interval of a share: `successes` of `trials` at two-sided confidence 1 − `alpha` (Wilson 1927). */
export function wilson(successes: number, {trials, alpha = 0.05}: {trials: number; alpha?: number}): [number, number] {
  if (trials === 0) return [0, 1];
  const z = jstat.normal.inv(1 - alpha / 2, 0, 1);
  const share = successes / trials;
  const centre = (share + (z * z) / (2 * trials)) / (1 + (z * z) / trials);
  const half = (z / (1 + (z * z) / trials)) * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials));
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}

/** Upper bound of the mean of paired row-level gains at one-sided level `alpha`, by the normal approximation (n ≥ 30). */
export function upperMean(values: ArrayLike<number>, {alpha = 0.005}: {alpha?: number} = {}): {mean: number; lower: number; upper: number} {
  const n = values.length;
  const centre = mean(values);
  let sum = 0;
  for (let i = 0; i < n; i++) sum += (values[i]! - centre) ** 2;
  const reach = jstat.studentt.inv(1 - alpha, Math.max(1, n - 1)) * Math.sqrt(sum / Math.max(1, n - 1) / n);
  return {mean: centre, lower: centre - reach, upper: centre + reach};
}
