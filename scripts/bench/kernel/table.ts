import {median, quantile} from "../../../src/math/stats.js";
import type {Column, Row} from "./rows.js";

/** What client.py says of one probe in one round. */
export interface Sample {
  /** The kernel's column. */
  column: Column;
  /** The row's name. */
  row: string;
  /** Number of the round. */
  round: number;
  /** Milliseconds or megabytes. */
  values: number[];
  /** Lines that its last cell had printed before idle. */
  lines?: number;
  /** Why there are no more values. */
  failure: string | null;
}

/** What was found of one kernel in one row. */
export interface Seen {
  /** Middle value. */
  median: number;
  /** What nine in ten stay below. */
  p90: number;
  /** Number of values. */
  count: number;
  /** Why there are no (more) values. */
  failure?: string;
  /** Lines printed before idle, the fewest of all rounds. */
  lines?: number;
}

/** One row with what was found. */
export interface Judged {
  /** The row. */
  row: Row;
  /** What was found of each kernel. */
  seen: Partial<Record<Column, Seen>>;
  /** ddx's median over the one that it is compared with. */
  ratio?: number;
  /** Whether the goal is reached; undefined when there is none or nothing to compare with. */
  met?: boolean;
}

/** Judges a row by all samples. */
export function judge(row: Row, samples: readonly Sample[]): Judged {
  const seen: Judged["seen"] = {};
  for (const column of Object.keys(row.probes) as Column[]) {
    const own = samples.filter((sample) => sample.row === row.name && sample.column === column);
    if (own.length > 0) seen[column] = summarise(own);
  }
  const {goal} = row;
  if (!goal || !seen.ddx) return {row, seen};
  const bound = "most" in goal ? goal.most : (seen[goal.than]?.median ?? NaN) * goal.times;
  const failed = seen.ddx.failure !== undefined;
  const ratio = "than" in goal ? seen.ddx.median / (seen[goal.than]?.median ?? NaN) : NaN;
  return {
    row,
    seen,
    ...(Number.isFinite(ratio) && {ratio}),
    ...(failed ? {met: false} : Number.isFinite(bound) && {met: seen.ddx.median <= bound}),
  };
}

function summarise(samples: readonly Sample[]): Seen {
  const values = samples.flatMap((sample) => sample.values);
  const failure = samples.find((sample) => sample.failure !== null)?.failure;
  const lines = samples.map((sample) => sample.lines).filter((count) => count !== undefined);
  const known = values.length > 0;
  return {
    median: known ? median(values) : NaN,
    p90: known ? quantile(values, 0.9) : NaN,
    count: values.length,
    ...(failure && {failure}),
    ...(lines.length > 0 && {lines: Math.min(...lines)}),
  };
}

const heads: readonly Column[] = ["ddx", "deno", "tslab", "ipykernel"];

/** The table in markdown. */
export function tableText(judged: readonly Judged[], {versions}: {versions: Partial<Record<Column, string>>}): string {
  const head = ["median / p90", ...heads.map((column) => versions[column] ?? column), "goal", "ratio", ""];
  const body = judged.map(({row, seen, ratio, met}) => [
    `${row.title} (${row.unit})`,
    ...heads.map((column) => (row.probes[column] ? cellText(seen[column], row) : "–")),
    goalText(row, {versions}),
    ratio === undefined ? "" : ratio.toFixed(2),
    row.goal ? (met === undefined ? "nothing to compare with" : met ? "met" : "**not met**") : "",
  ]);
  return [head, head.map(() => "---"), ...body].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function cellText(seen: Seen | undefined, {name}: Row): string {
  if (!seen) return "not measured";
  if (seen.count === 0) return seen.failure ?? "not measured";
  const text = `${short(seen.median)} / ${short(seen.p90)}`;
  const few = name === "lines" && seen.lines! < 20_000 ? `; ${seen.lines} lines by then` : "";
  return `${text}${few}${seen.failure ? `; then ${seen.failure}` : ""}`;
}

function goalText({goal, unit}: Row, {versions}: {versions: Partial<Record<Column, string>>}): string {
  if (!goal) return "";
  return "most" in goal ? `≤ ${goal.most} ${unit}` : `≤ ${goal.times} × ${(versions[goal.than] ?? goal.than).split(" ")[0]}'s`;
}

const short = (value: number): string => (value < 10 ? value.toFixed(1) : value.toFixed(0));
