import jstat from "jstat";
import {counts, mean} from "./stats.js";

/** How far the order of a column of values is from chance. */
export interface Order {
  /** Probability of neighbours as alike as these in a random order. */
  p: number;
  /** The test's name. */
  test: string;
  /** Intraclass correlation in batches: 0 for batches drawn by chance, 1 where each batch holds one value. */
  alike: number;
}

/** Judges the order of classes by runs of the same class (Wald & Wolfowitz 1940; moments for several classes by Barton & David 1957). */
export function orderOfClasses(labels: readonly number[], {batchSize}: {batchSize: number}): Order {
  const kinds = counts(labels);
  const shown = [...kinds.keys()].map((kind) => labels.map((label) => Number(label === kind)));
  return {p: runsTest(labels), test: "runs test", alike: alikeInBatches(shown, {batchSize})};
}

/** Judges the order of numbers by their serial correlation at lag 1, normal for many rows (Wald & Wolfowitz 1943). */
export function orderOfNumbers(values: readonly number[], {batchSize}: {batchSize: number}): Order {
  return {p: serialTest(values), test: "serial correlation", alike: alikeInBatches([values], {batchSize})};
}

/** Probability of at most as many runs of one class as these in a random order. */
export function runsTest(labels: readonly number[]): number {
  const n = labels.length;
  const sizes = [...counts(labels).values()];
  const [squares, cubes] = [2, 3].map((power) => sizes.reduce((sum, size) => sum + size ** power, 0)) as [number, number];
  const expected = (n * (n + 1) - squares) / n;
  const variance = (squares * (squares + n * (n + 1)) - 2 * n * cubes - n ** 3) / (n ** 2 * (n - 1));
  if (!(variance > 0)) return 1;
  const runs = 1 + labels.filter((label, i) => i > 0 && label !== labels[i - 1]).length;
  return below((runs + 0.5 - expected) / Math.sqrt(variance));
}

/** Probability of a serial correlation at least as high as this in a random order. */
export function serialTest(values: readonly number[]): number {
  const n = values.length;
  const centre = mean(values);
  let [products, squares] = [0, 0];
  for (let i = 0; i < n; i++) {
    squares += (values[i]! - centre) ** 2;
    if (i > 0) products += (values[i]! - centre) * (values[i - 1]! - centre);
  }
  return squares > 0 ? below(-(products / squares + 1 / n) * Math.sqrt(n)) : 1;
}

const below = (z: number): number => jstat.normal.cdf(z, 0, 1);

/** The intraclass correlation of columns in successive batches, by analysis of variance; 0 when there is one batch. */
export function alikeInBatches(columns: readonly (readonly number[])[], {batchSize}: {batchSize: number}): number {
  const n = columns[0]?.length ?? 0;
  const batches = Math.floor(n / batchSize);
  if (batches < 2 || batchSize < 2) return 0;
  let [between, within] = [0, 0];
  for (const column of columns) {
    const means = Array.from({length: batches}, (_, i) => mean(column.slice(i * batchSize, (i + 1) * batchSize)));
    const centre = mean(means);
    for (const [i, middle] of means.entries()) {
      between += batchSize * (middle - centre) ** 2;
      for (let row = i * batchSize; row < (i + 1) * batchSize; row++) within += (column[row]! - middle) ** 2;
    }
  }
  const [a, b] = [between / (batches - 1), within / (batches * (batchSize - 1))];
  return a + b === 0 ? 0 : (a - b) / (a + (batchSize - 1) * b);
}
