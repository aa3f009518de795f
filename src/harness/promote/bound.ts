/** Where a number that varies is expected. */
export interface Bound {
  /** The middle, rounded. */
  centre: number;
  /** How far from there it may be. */
  tolerance: number;
}

/**
 * λ of Chebyshev's inequality, P(|X − μ| ≥ λσ) ≤ 1/λ²: at most 1 % beyond. NBTest learns its tolerances by the same inequality, from 10 to 30 runs
 * (https://pypi.org/project/nbtest-gen/).
 */
export const lambda = 10;

/** Noise that is allowed even where the runs agree: relative, as stored outputs are compared, and what sums of 32-bit floats may be off. */
export const noises = {double: 1e-6, single: 1e-5} as const;

/** λ of Cantelli's inequality, P(X − μ ≥ λσ) ≤ 1/(1 + λ²), where only an order is asserted: at most 4 % beyond. */
const oneSided = 5;

const momentsOf = (values: readonly number[], factor = lambda): {mean: number; reach: number} => {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value / n, 0);
  const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1));
  return {mean, reach: factor * spread * Math.sqrt(1 + 1 / n)};
};

/**
 * Mean ± λ·s·√(1 + 1/n) of the values of n runs, s their standard deviation, rounded outwards. Values of one sign may be skewed, as losses are: for them it is no less
 * than the same inequality's 5 % (λ = 4.5) on a logarithmic scale. Undefined where that says next to nothing: a value is not finite, or the tolerance is more than
 * twice the largest value.
 */
export function boundOf(values: readonly number[], {noise = noises.double}: {noise?: number} = {}): Bound | undefined {
  const {mean, reach} = momentsOf(values);
  const largest = Math.max(...values.map(Math.abs));
  const tolerance = Math.max(reach, skewedReach(values)) + noise * Math.max(0.01, largest);
  if (!Number.isFinite(tolerance) || tolerance > 2 * largest) return undefined;
  const unit = 10 ** (Math.floor(Math.log10(tolerance)) - 1);
  const centre = Number((Math.round(mean / unit) * unit).toPrecision(12));
  return {centre, tolerance: upwards(tolerance + Math.abs(mean - centre), unit)};
}

/** Rounded up to a multiple of a unit; what is one but for the last bits stays. */
const upwards = (value: number, unit: number): number => Number((Math.ceil(Number((value / unit).toPrecision(10))) * unit).toPrecision(2));

/** How far values of one sign reach from their mean on a logarithmic scale. */
function skewedReach(values: readonly number[]): number {
  if (!values.every((value) => value > 0) && !values.every((value) => value < 0)) return 0;
  const sizes = values.map(Math.abs);
  const {reach} = momentsOf(sizes.map(Math.log), Math.sqrt(20));
  return momentsOf(sizes).mean * Math.expm1(reach);
}

/** Whether numbers fell from `before` to `after` in all runs, by more than λ deviations of what they fell; on a logarithmic scale where all are positive. */
export function isFall(before: readonly number[], after: readonly number[]): boolean {
  const positive = [...before, ...after].every((value) => value > 0);
  const steps = before.map((value, run) => (positive ? Math.log(after[run]! / value) : after[run]! - value));
  const {mean, reach} = momentsOf(steps, oneSided);
  return steps.every((step) => step < 0) && mean + reach < 0;
}

/**
 * The best that n runs can promise of the next one whatever the distribution, when mean and deviation are estimated from them: the chance that it lies beyond λ
 * deviations, 1/(n + 1)·⌊(n + 1)/n·((n − 1)/λ² + 1)⌋ (Kabán, "Non-parametric detection of meaningless distances in high dimensional data", Statistics and
 * Computing 22, 2012).
 */
export const promise = (n: number): number => Math.floor(((n + 1) / n) * ((n - 1) / lambda ** 2 + 1)) / (n + 1);

/** The largest share of runs in which something may be otherwise that was the same in n runs, at 95 %: 1 − 0.05^(1/n). */
export const unseen = (n: number): number => 1 - 0.05 ** (1 / n);
