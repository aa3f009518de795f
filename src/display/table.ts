import {escapeHtml, plain} from "./escape.js";
import {formatNumber} from "./number.js";
import {inspect} from "./inspect.js";

/** Columns and rows, ready to be drawn. */
export interface Table {
  /** What the table shows. */
  caption: string;
  /** Heads of the columns. */
  columns: readonly string[];
  /** Cells, row by row. */
  rows: readonly (readonly unknown[])[];
  /** Rows that there are, when not all are given. */
  total?: number;
}

/** How much of a table is drawn. */
export interface TableBounds {
  /** Rows drawn; 10. */
  rows?: number;
  /** Columns drawn; 12. */
  columns?: number;
}

/** A table as accessible HTML: a caption, heads with a scope, and what was left out. */
export function tableHtml(table: Table, bounds: TableBounds = {}): string {
  const {columns, rows, left} = cut(table, bounds);
  const numeric = columns.map((_, index) => rows.every((row) => isNumeric(row[index])));
  const side = (index: number) => (numeric[index] ? ' class="n" style="text-align:right"' : "");
  const cell = (value: unknown, index: number) => `<td${side(index)}>${escapeHtml(cellText(value))}</td>`;
  const head = columns.map((column, index) => `<th scope="col"${side(index)}>${escapeHtml(column)}</th>`).join("");
  const body = rows.map((row) => `<tr>${columns.map((_, index) => cell(row[index], index)).join("")}</tr>`).join("\n");
  const note = [escapeHtml(table.caption), left && `<small>${escapeHtml(left)}</small>`].filter(Boolean).join(" ");
  return `<table class="ddx-table">${note && `<caption>${note}</caption>`}<thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table>`;
}

/** A table as text with aligned columns, and what was left out. */
export function tableText(table: Table, bounds: TableBounds = {}): string {
  const {columns, rows, left} = cut(table, bounds);
  const lines = [columns, ...rows.map((row) => columns.map((_, index) => cellText(row[index])))].map((row) =>
    row.map((text) => clip(plain(text))),
  );
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => line[index]!.length)));
  const numeric = columns.map((_, index) => rows.every((row) => isNumeric(row[index])));
  const pad = (text: string, index: number) => (numeric[index] ? text.padStart(widths[index]!) : text.padEnd(widths[index]!));
  const [head, ...body] = lines.map((line) => line.map(pad).join("  ").trimEnd());
  return [head, widths.map((width) => "─".repeat(width)).join("  "), ...body, ...(left ? [`(${left})`] : [])].join("\n");
}

/** Plain objects, or lists of equal kind, as columns and rows; columns in order of appearance. */
export function toTable(records: readonly object[], {caption = "", most = 200}: {caption?: string; most?: number} = {}): Table {
  const seen = records.slice(0, Math.max(most, 200));
  const columns = [...new Set(seen.flatMap((record) => Object.keys(record)))];
  const rows = seen.map((record) => columns.map((column) => (record as Record<string, unknown>)[column]));
  return {caption, columns, rows, total: records.length};
}

/** A cell's value as short text. */
export function cellText(value: unknown): string {
  if (typeof value === "number") return formatNumber(value);
  if (typeof value === "string") return value;
  if (value === null || value === undefined) return "";
  return inspect(value, {depth: 1, entries: 5, characters: 60, width: Infinity});
}

function cut(table: Table, {rows: most = 10, columns: widest = 12}: TableBounds) {
  const columns = table.columns.slice(0, widest);
  const rows = table.rows.slice(0, most);
  const all = table.total ?? table.rows.length;
  const left = [
    all > rows.length ? `first ${rows.length} of ${all} rows` : "",
    table.columns.length > columns.length ? `first ${columns.length} of ${table.columns.length} columns` : "",
  ];
  return {columns, rows, left: left.filter(Boolean).join(", ")};
}

const isNumeric = (value: unknown): boolean =>
  typeof value === "number" || value === null || value === undefined || value === "NaN" || value === "Infinity" || value === "-Infinity";

const clip = (text: string): string => (text.length > 48 ? `${text.slice(0, 47)}…` : text).replaceAll("\n", " ");
