import jstat from "jstat";
import type {Scaling} from "../case.js";
import type {Block, Network, Split} from "../check.js";
import {num, type Observation, type Verdict} from "../finding.js";
import {digits} from "../math/digits.js";
import {columns, type Column} from "./columns.js";
import {looksUp} from "../trial/entry.js";
import {scaleOf} from "./scale.js";

/** A component that is not scaled as the case says. */
interface Breach {
  column: Column;
  verdict: Verdict;
  /** Completes "the inputs are declared … but". */
  told: string;
}

/** What breaks the declared scaling of the inputs, as the network sees them behind its rescaling; undefined where nothing does. */
export function breachOf(
  train: Split,
  {held, scaling, network}: {held: readonly (Split | undefined)[]; scaling: Scaling; network?: Network},
): Observation | undefined {
  const breaches = train.x.flatMap((block, i) => {
    const input = network?.inputs[i]?.name ?? block.name;
    if (looksUp(network, input)) return [];
    const seen = (of: Block) => scaleOf(of, {network, input})?.columns ?? columns(of);
    const others = held.flatMap((split) => (split?.x[i] ? [seen(split.x[i])] : []));
    const normalised = scaleOf(block, {network, input}) === undefined;
    const found = scaling === "z-score" ? unstandardised(seen(block), others) : minMax(seen(block), {block, others, train});
    // Behind a layer that normalises it does no harm; steps of padding pull the figures of a sequence.
    const mild = normalised || (scaling === "z-score" && block.shape.length > 1);
    return found.map((breach): Breach => (mild ? {...breach, verdict: "warn"} : breach));
  });
  const worst = breaches.find(({verdict}) => verdict === "fail") ?? breaches[0];
  if (!worst) return undefined;
  const many = breaches.length > 1 ? ` (one of ${breaches.length} inputs that break it)` : "";
  return {
    verdict: worst.verdict,
    summary: `the inputs are declared ${scaling}, but ${worst.column.name} ${worst.told}${many}`,
    evidence: [
      {
        kind: "table",
        label: `inputs that are not ${scaling}`,
        columns: ["input", "min", "max", "mean", "deviation"],
        rows: breaches.slice(0, 20).map(({column: {name, min, max, mean, deviation}}) => [name, ...[min, max, mean, deviation].map(num)]),
      },
    ],
    certainty: "exact",
  };
}

/**
 * What rounding and other ways to divide (by n - 1, by figures of all rows) leave, beside chance. Of 1008 tables of 21 kinds scaled by z-score, by figures of the training rows or of all, none
 * is blamed, nor of 1008 by min-max; one column that is moved by 0.5, or 0.7 or 1.5 times as wide, is found in 66 to 71 of 100 (of 45 to 600 rows, heavy tails among them), 10 times as wide in 95
 * (`npm run proof unscaled-inputs`).
 */
const room = {mean: 0.05, deviation: 0.1, ends: 1e-6};

/** A mean and a deviation farther from 0 and 1 than scaling by figures of these or of all the rows leaves them; indicators of 0 and 1 are often left as they are. */
function unstandardised(seen: readonly Column[], others: readonly (readonly Column[])[]): Breach[] {
  const used = seen.filter(({sorted, deviation, mean}) => sorted.length > 0 && (deviation > 0 || mean !== 0));
  return used.flatMap((column): Breach[] => {
    const {mean, deviation, binary, min, max} = column;
    if (binary && min === 0 && max === 1) return [];
    const z = jstat.normal.inv(1 - 0.0025 / used.length, 0, 1);
    const together = pooled([column, ...others.map((part) => part[seen.indexOf(column)]!)]);
    if (isStandard(column, z) || isStandard({...column, ...together}, z)) return [];
    return [{column, verdict: "fail", told: `is ${digits(mean)} ± ${digits(deviation)}; 0 ± 1 is expected`}];
  });
}

function isStandard({sorted, mean, deviation}: Column, z: number): boolean {
  const error = (z * deviation) / Math.sqrt(sorted.length);
  const centred = Math.abs(mean) <= error + room.mean;
  return centred && Math.abs(deviation - 1) <= (error * Math.sqrt(Math.max(0, peakedness(sorted) - 1))) / 2 + room.deviation;
}

/** Mean and deviation of several parts together. */
function pooled(parts: readonly Column[]): {mean: number; deviation: number} {
  const known = parts.filter(({sorted}) => sorted.length > 0);
  const rows = known.reduce((sum, {sorted}) => sum + sorted.length, 0);
  const of = (value: (part: Column) => number) => known.reduce((sum, part) => sum + value(part) * part.sorted.length, 0) / rows;
  const mean = of((part) => part.mean);
  return {mean, deviation: Math.sqrt(of((part) => part.deviation ** 2 + (part.mean - mean) ** 2))};
}

/** Mean fourth power of the standardised values: 3 for normal ones. The deviation of a sample of n varies by sqrt((this - 1) / 4n) of itself. */
function peakedness(sorted: Float64Array): number {
  let [sum, squares, fourths] = [0, 0, 0];
  for (const value of sorted) sum += value;
  const centre = sum / sorted.length;
  for (const value of sorted) {
    squares += (value - centre) ** 2;
    fourths += (value - centre) ** 4;
  }
  return squares > 0 ? (fourths * sorted.length) / squares ** 2 : 0;
}

/** Values beyond 0 and 1, which are no min-max whatever the rows; ends that no row of any part attains, which some other divisor leaves. */
function minMax(
  seen: readonly Column[],
  {block, others, train}: {block: Block; others: readonly (readonly Column[])[]; train: Split},
): Breach[] {
  const ranges = seen.map((column, j): [number, number] => {
    const parts = [column, ...others.map((part) => part[j]!)];
    return [Math.min(...parts.map(({min}) => min)), Math.max(...parts.map(({max}) => max))];
  });
  const full = ranges.map(([low, high]) => low <= room.ends && high >= 1 - room.ends);
  const varying = seen.map(({deviation}) => deviation > 0);
  // Pixels are divided by the largest value that may occur in any of them; rows that were left out may hold the ends.
  const alone = full.filter((one, j) => one && varying[j]).length >= varying.filter(Boolean).length / 2;
  const covered = !alone && full.length > 1 && ranges.some(([low]) => low <= room.ends) && ranges.some(([, high]) => high >= 1 - room.ends);
  const unsure = covered || train.rows < train.given || block.shape.length > 1;
  return seen.flatMap((column, j): Breach[] => {
    const {min, max} = column;
    const told = `reaches from ${digits(min)} to ${digits(max)}; 0 to 1 is expected`;
    if (min < -room.ends || max > 1 + room.ends) return [{column, verdict: "fail", told}];
    if (!varying[j] || full[j] || covered) return [];
    const [low, high] = ranges[j]!;
    return high - low < 0.5 ? [{column, verdict: "fail", told}] : unsure ? [] : [{column, verdict: "warn", told}];
  });
}
