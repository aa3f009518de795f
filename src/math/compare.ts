import jstat from "jstat";

/** How far two samples are apart. */
export interface Apart {
  /** Probability of such a distance between two samples of one kind. */
  p: number;
  /** 0 for equal samples, 1 for samples that have nothing in common. */
  distance: number;
  /** The test's name. */
  test: string;
}

/** Compares counts of the same classes in two samples: chi-square of homogeneity (Pearson 1900), rare classes taken together; the distance is half the sum of differences in share. */
export function compareCounts(a: readonly number[], b: readonly number[]): Apart {
  const [n, m] = [total(a), total(b)];
  const test = "chi-square of homogeneity";
  if (n === 0 || m === 0) return {p: 1, distance: 0, test};
  const distance = a.reduce((sum, count, i) => sum + Math.abs(count / n - b[i]! / m), 0) / 2;
  const cells = merged(a, b);
  const statistic = cells.reduce((sum, [x, y]) => {
    const [ex, ey] = [((x + y) * n) / (n + m), ((x + y) * m) / (n + m)];
    return sum + (x - ex) ** 2 / ex + (y - ey) ** 2 / ey;
  }, 0);
  return {p: cells.length > 1 ? 1 - jstat.chisquare.cdf(statistic, cells.length - 1) : 1, distance, test};
}

/** Pairs of counts of which each expects 5 in the smaller sample (Cochran 1954); rarer classes share one pair. */
function merged(a: readonly number[], b: readonly number[]): [number, number][] {
  const smaller = Math.min(total(a), total(b)) / (total(a) + total(b));
  const pairs = a.map((count, i): [number, number] => [count, b[i]!]);
  const enough = ([x, y]: [number, number]) => (x + y) * smaller >= 5;
  const rest = pairs
    .filter((pair) => !enough(pair))
    .reduce(([x, y], pair): [number, number] => [x + pair[0], y + pair[1]], [0, 0] as [number, number]);
  return [...pairs.filter(enough), ...(rest[0] + rest[1] > 0 ? [rest] : [])];
}

const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);

/** Compares two samples in ascending order by the largest distance of their distributions (Kolmogorov 1933, Smirnov 1939; p by Stephens 1970, conservative with ties). */
export function compareSorted(a: ArrayLike<number>, b: ArrayLike<number>): Apart {
  let [i, j, distance] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    const value = Math.min(a[i]!, b[j]!);
    while (i < a.length && a[i]! <= value) i++;
    while (j < b.length && b[j]! <= value) j++;
    distance = Math.max(distance, Math.abs(i / a.length - j / b.length));
  }
  const root = Math.sqrt((a.length * b.length) / (a.length + b.length));
  return {p: kolmogorov((root + 0.12 + 0.11 / root) * distance), distance, test: "Kolmogorov-Smirnov"};
}

/** Upper tail of Kolmogorov's distribution. */
function kolmogorov(x: number): number {
  if (x < 0.3) return 1;
  let sum = 0;
  for (let k = 1; k <= 20; k++) sum += (k % 2 ? 2 : -2) * Math.exp(-2 * k * k * x * x);
  return Math.min(1, Math.max(0, sum));
}
