/** Sum divided by count; NaN for nothing. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

/** Mean of squared distances from the mean (divides by n). */
export function variance(values: ArrayLike<number>): number {
  const centre = mean(values);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i]! - centre) ** 2;
  return sum / values.length;
}

/** Square root of {@link variance}. */
export const deviation = (values: ArrayLike<number>): number => Math.sqrt(variance(values));

/** The value below which a share `q` of the values lies, linear between neighbours (Hyndman & Fan 1996, type 7). */
export function quantile(values: ArrayLike<number>, q: number): number {
  return quantileSorted(Float64Array.from(values).sort(), q);
}

/** {@link quantile} of values that are already in ascending order. */
export function quantileSorted(sorted: ArrayLike<number>, q: number): number {
  const at = (sorted.length - 1) * q;
  const low = Math.floor(at);
  const a = sorted[low]!;
  return a + (at - low) * ((sorted[Math.min(low + 1, sorted.length - 1)] ?? a) - a);
}

/** The middle value. */
export const median = (values: ArrayLike<number>): number => quantile(values, 0.5);

/** Smallest and largest value; infinite for nothing. */
export function extent(values: ArrayLike<number>): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < values.length; i++) {
    if (values[i]! < low) low = values[i]!;
    if (values[i]! > high) high = values[i]!;
  }
  return [low, high];
}

/** Smallest and largest finite value; infinite for none. */
export function finiteExtent(values: ArrayLike<number>): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value < low && value > -Infinity) low = value;
    if (value > high && value < Infinity) high = value;
  }
  return [low, high];
}

/** How often each value occurs. */
export function counts<T>(values: Iterable<T>): Map<T, number> {
  const found = new Map<T, number>();
  for (const value of values) found.set(value, (found.get(value) ?? 0) + 1);
  return found;
}

/** Shannon's entropy of a distribution given as counts, in nats. */
export function entropy(frequencies: Iterable<number>): number {
  const list = [...frequencies].filter((count) => count > 0);
  const total = list.reduce((sum, count) => sum + count, 0);
  return list.reduce((sum, count) => sum - (count / total) * Math.log(count / total), 0);
}

/** Counts of values in `bins` equal bins between the smallest and the largest finite value. */
export function histogram(
  values: ArrayLike<number>,
  {bins = 24, range}: {bins?: number; range?: [number, number]} = {},
): {edges: number[]; counts: number[]} {
  const [low, high] = range ?? finiteExtent(values);
  const width = (high - low) / bins || 1;
  const tally = new Array<number>(bins).fill(0);
  // No list of the finite ones: there may be millions.
  for (let i = 0; i < values.length; i++) {
    const bin = Math.min(bins - 1, Math.floor((values[i]! - low) / width));
    if (bin >= 0 && Number.isFinite(values[i])) tally[bin]!++;
  }
  return {edges: Array.from({length: bins + 1}, (_, i) => low + i * width), counts: tally};
}
