import jstat from "jstat";

/** Probability of `hits` successes or more in `trials` independent trials of chance `chance`, exactly (by the incomplete beta function). */
export function binomialTail(hits: number, {trials, chance}: {trials: number; chance: number}): number {
  if (hits <= 0) return 1;
  if (hits > trials || chance <= 0) return 0;
  return chance >= 1 ? 1 : jstat.beta.cdf(chance, hits, trials - hits + 1);
}

/** Probability of `hits` successes or more in independent trials of unequal chances, exactly (the Poisson binomial, by convolution from the top). */
export function unequalTail(hits: number, {chances}: {chances: ArrayLike<number>}): number {
  if (hits <= 0) return 1;
  // below[k]: probability of k successes so far, k < hits; what leaves the list has reached `hits`.
  const below = new Float64Array(hits);
  below[0] = 1;
  let reached = 0;
  for (let i = 0; i < chances.length; i++) {
    const chance = chances[i]!;
    reached += below[hits - 1]! * chance;
    for (let k = hits - 1; k > 0; k--) below[k] = below[k]! * (1 - chance) + below[k - 1]! * chance;
    below[0]! *= 1 - chance;
  }
  return reached;
}

/** Probability that a part of `size` rows out of `rows` holds `hits` or more of the `total` marked ones when it is drawn by chance: Fisher's one-sided exact test. */
export function hypergeometricTail(hits: number, {size, total, rows}: {size: number; total: number; rows: number}): number {
  const logs = logFactorials(rows);
  const choose = (n: number, k: number) => logs[n]! - logs[k]! - logs[n - k]!;
  let sum = 0;
  for (let k = Math.max(hits, size + total - rows, 0); k <= Math.min(size, total); k++)
    sum += Math.exp(choose(total, k) + choose(rows - total, size - k) - choose(rows, size));
  return Math.min(1, sum);
}

/** ln 0!, …, ln n!, made once for the largest `n` so far. */
function logFactorials(n: number): readonly number[] {
  for (let i = table.length; i <= n; i++) table.push(table[i - 1]! + Math.log(i));
  return table;
}

const table = [0];
