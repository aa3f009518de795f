import type {Split} from "../check.js";
import {rowKeys} from "../data/rows.js";
import {squaredDistance} from "../math/neighbours.js";
import {random, sample} from "../math/random.js";
import {median} from "../math/stats.js";
import type {Cloud} from "./cloud.js";
import type {Grouping} from "./groups.js";

/** Two rows of the same or nearly the same inputs with targets that contradict each other. */
export interface Contradiction {
  /** Row numbers. */
  rows: readonly [number, number];
  /** Distance of the inputs, each component in standard deviations; 0 for equal inputs. */
  distance: number;
}

/** Share of the usual distance to the nearest row below which two rows are near-duplicates (cleanlab's `near_duplicate` issue). */
const nearness = 0.13;

/** Distances that are computed at most, times components. */
const work = 2e8;

/** Finds contradictory rows: equal inputs among all rows, near-duplicates among some that are drawn with the seed. The nearest first. */
export function contradictionsOf(split: Split, {cloud, grouping, seed}: {cloud: Cloud; grouping: Grouping; seed: number}): Contradiction[] {
  if (grouping.kind === "rows") return [];
  const equal = equalInputs(split, grouping);
  const known = new Set(equal.map(({rows}) => rows.join()));
  const near = nearInputs(cloud, {grouping, seed}).filter(({rows}) => !known.has(rows.join()));
  return [...equal, ...near].sort((a, b) => a.distance - b.distance);
}

/** Each row against the first of equal inputs that contradicts it. */
function equalInputs(split: Split, {contradict}: Grouping): Contradiction[] {
  const seen = new Map<string, number[]>();
  const found: Contradiction[] = [];
  rowKeys(split).forEach((key, row) => {
    const before = seen.get(key);
    if (!before) return seen.set(key, [row]);
    const other = before.find((each) => contradict(each, row));
    if (other !== undefined) found.push({rows: [other, row], distance: 0});
    // One row for each target is enough to find every contradiction.
    if (before.every((each) => contradict(each, row))) before.push(row);
    return seen;
  });
  return found;
}

function nearInputs(cloud: Cloud, {grouping, seed}: {grouping: Grouping; seed: number}): Contradiction[] {
  const size = Math.min(2000, Math.floor(Math.sqrt(work / Math.max(1, cloud.size))));
  const rows = sample(cloud.rows, {size, draw: random(seed)});
  if (rows.length < 3) return [];
  const nearest = new Float64Array(rows.length).fill(Infinity);
  const pairs = (visit: (i: number, j: number) => void) => rows.forEach((_, i) => rows.forEach((__, j) => j > i && visit(i, j)));
  pairs((i, j) => {
    const square = squareOf(cloud, {a: rows[i]!, b: rows[j]!, limit: Math.max(nearest[i]!, nearest[j]!)});
    nearest[i] = Math.min(nearest[i]!, square);
    nearest[j] = Math.min(nearest[j]!, square);
  });
  const reach = nearness ** 2 * median(nearest);
  const found: Contradiction[] = [];
  pairs((i, j) => {
    const [a, b] = [rows[i]!, rows[j]!];
    if (!grouping.contradict(a, b)) return;
    const square = squareOf(cloud, {a, b, limit: reach});
    if (square > 0 && square < reach) found.push({rows: [a, b], distance: Math.sqrt(square)});
  });
  return found;
}

const squareOf = ({points, size}: Cloud, {a, b, limit}: {a: number; b: number; limit: number}): number =>
  squaredDistance(points, {from: a * size, other: points, to: b * size, columns: size, limit});
