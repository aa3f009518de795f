import type {Evidence, Mark, Num} from "../finding.js";
import {plain} from "./escape.js";
import {count, formatNumber, toNumber} from "./number.js";
import {bar, endpoints, sparkline} from "./spark.js";
import {tableText} from "./table.js";

type Of<K extends Evidence["kind"]> = Extract<Evidence, {kind: K}>;
type Writers = {[K in Evidence["kind"]]: (evidence: Of<K>, width: number) => string[]};

/** A piece of evidence as lines of text that fit `width`. */
export function evidenceText(evidence: Evidence, {width}: {width: number}): string[] {
  const write = (Object.hasOwn(writers, evidence.kind) ? writers[evidence.kind] : writers.text) as (
    evidence: Evidence,
    width: number,
  ) => string[];
  return write(evidence, width).map((line) => (line.length > width ? `${line.slice(0, width - 1)}…` : line));
}

const writers: Writers = {
  number: ({label, value, expected, unit}) => {
    const measure = unit ? ` ${plain(unit)}` : "";
    const beside = expected === undefined ? "" : ` (expected ${formatNumber(expected)}${measure})`;
    return [`${line(label)}: ${formatNumber(value)}${measure}${beside}`];
  },
  series: ({label, lines, marks, y}, width) => {
    const names = widest(lines.map(({name}) => name));
    const among = lines.flatMap(({values}) => values);
    const space = Math.max(8, Math.min(32, width - names - 28));
    const drawn = lines
      .slice(0, 8)
      .map(
        ({name, values}) =>
          `  ${column(name, names)} ${sparkline(values, {width: space, log: y?.scale === "log", among})}  ${endpoints(values)}`,
      );
    return [line(label), ...drawn, ...more(lines.length - drawn.length, "line"), ...marked(marks)];
  },
  histogram: ({label, edges, series, marks}, width) => {
    const drawn = series
      .slice(0, 4)
      .flatMap(({name, counts}) => [...(series.length > 1 ? [`  ${line(name)}`] : []), ...bins(edges, counts, width)]);
    return [line(label), ...drawn, ...marked(marks)];
  },
  table: ({label, columns, rows}) => [
    line(label),
    ...tableText({caption: label, columns, rows}, {rows: 8, columns: 6}).split("\n").map(indent),
  ],
  matrix: ({label, rows, columns, values}) => {
    const body = values.map((row, index) => [rows[index] ?? index, ...row]);
    return [
      line(label),
      ...tableText({caption: label, columns: ["", ...columns], rows: body}, {rows: 10, columns: 9})
        .split("\n")
        .map(indent),
    ];
  },
  intervals: ({label, rows, marks}, width) => {
    const names = widest(rows.map(({name}) => name));
    const ends = [...rows.flatMap(({low, high}) => [low, high]), ...(marks ?? []).map(({value}) => value)]
      .map(toNumber)
      .filter(Number.isFinite);
    const space = Math.max(8, Math.min(32, width - names - 36));
    const drawn = rows
      .slice(0, 20)
      .map(
        (row) =>
          `  ${column(row.name, names)} ${interval(row, {from: Math.min(...ends), to: Math.max(...ends), space})}  ${formatNumber(row.value, {digits: 3})} (${formatNumber(row.low, {digits: 3})} to ${formatNumber(row.high, {digits: 3})})`,
      );
    return [line(label), ...drawn, ...more(rows.length - drawn.length, "row"), ...marked(marks)];
  },
  image: ({label, width, height, channels}) => [`${line(label)}: picture of ${width} × ${height}, ${channels === 1 ? "grey" : "colour"}`],
  text: ({label, text}) => [
    line(label),
    ...plain(text ?? "")
      .split("\n")
      .map(indent),
  ],
  code: ({label, code}) => [line(label), ...plain(code).split("\n").map(indent)],
};

/** An interval as a line with its value on it. */
function interval(
  {value, low, high}: Of<"intervals">["rows"][number],
  {from, to, space}: {from: number; to: number; space: number},
): string {
  const place = (one: Num) => Math.round((Math.max(0, Math.min(1, (toNumber(one) - from) / (to - from || 1))) || 0) * (space - 1));
  const [left, at, right] = [low, value, high].map(place) as [number, number, number];
  return Array.from({length: space}, (_, i) => (i === at ? "●" : i >= left && i <= right ? "─" : " ")).join("");
}

// Neighbouring bins are added up until at most ten are left: a terminal shows a shape, not a count.
function bins(edges: Of<"histogram">["edges"], counts: readonly number[], width: number): string[] {
  const step = Math.ceil(counts.length / 10);
  const groups = Array.from({length: Math.ceil(counts.length / step)}, (_, group) => ({
    count: counts.slice(group * step, (group + 1) * step).reduce((sum, each) => sum + toNumber(each), 0),
    range: `${formatNumber(edges[group * step], {digits: 3})} to ${formatNumber(edges[Math.min(counts.length, (group + 1) * step)], {digits: 3})}`,
  }));
  const top = Math.max(...groups.map(({count}) => count));
  const label = widest(groups.map(({range}) => range));
  return groups.map(
    ({count, range}) => `  ${range.padEnd(label)} ${bar(count, {top, width: Math.min(24, width - label - 12)})} ${formatNumber(count)}`,
  );
}

const marked = (marks: readonly Mark[] | undefined): string[] =>
  (marks ?? []).map(({axis, value, label}) => `  ${line(label)}: ${axis} = ${formatNumber(value)}`);

const more = (left: number, noun: string): string[] => (left > 0 ? [`  … ${count(left, `more ${noun}`)}`] : []);

const widest = (words: readonly string[]): number => Math.min(24, Math.max(0, ...words.map((word) => word.length)));

const column = (name: string, width: number): string =>
  line(name).length > width ? `${line(name).slice(0, width - 1)}…` : line(name).padEnd(width);

const indent = (text: string): string => `  ${text}`;

const line = (text: unknown): string => plain(text).replaceAll("\n", " ");
