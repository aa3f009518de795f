import type {MimeData} from "../../notebook/output.js";
import {compareJson, isRecord, type Fields} from "./json.js";
import {within, type Closeness, type Compare, type Difference, type Pair} from "./difference.js";
import {readHtml} from "./html.js";

/** Names of columns, and cells row by row. */
export interface Grid {
  /** The heads; empty when the first row is none. */
  head: readonly string[];
  /** Cells: texts from HTML, JSON values from a data resource. */
  rows: readonly (readonly unknown[])[];
}

/** The tables of a bundle. */
export interface Tables {
  /** In order. */
  grids: readonly Grid[];
  /** What is said beside them. */
  beside: string;
}

/** The MIME type of tables as data (https://specs.frictionlessdata.io/tabular-data-resource/). */
const resource = "application/vnd.dataresource+json";

/** The table that a bundle has as data. */
export function readResource(data: MimeData): Tables | undefined {
  const value = data[resource];
  if (!isRecord(value) || !Array.isArray(value["data"])) return undefined;
  const records = value["data"].filter(isRecord);
  const head = fieldsOf(value) ?? [...new Set(records.flatMap((record) => Object.keys(record)))];
  return {grids: [{head, rows: records.map((record) => head.map((name) => record[name]))}], beside: ""};
}

function fieldsOf({schema}: Fields): string[] | undefined {
  const fields = isRecord(schema) ? schema["fields"] : undefined;
  return Array.isArray(fields) ? fields.filter(isRecord).map(({name}) => String(name)) : undefined;
}

/** The tables of a bundle's HTML, when it has any. */
export function readHtmlTables(data: MimeData): Tables | undefined {
  const html = data["text/html"];
  if (typeof html !== "string" || !/<table[\s>]/i.test(html)) return undefined;
  const {tables, text} = readHtml(html);
  return {grids: tables.map(toGrid), beside: text};
}

function toGrid(rows: readonly {texts: readonly string[]; head: boolean}[]): Grid {
  const [first, ...rest] = rows;
  return first?.head ? {head: first.texts, rows: rest.map(({texts}) => texts)} : {head: [], rows: rows.map(({texts}) => texts)};
}

/** Compares tables cell by cell, whatever their markup. */
export const compareTables: Compare<Tables> = ({stored, fresh}, closeness) => {
  if (stored.grids.length !== fresh.grids.length)
    return [{where: "table", stored: `${stored.grids.length} tables`, fresh: `${fresh.grids.length} tables`}];
  const name = (index: number) => (stored.grids.length > 1 ? `table ${index + 1}` : "table");
  return stored.grids.flatMap((grid, index) => within(name(index), compareGrids({stored: grid, fresh: fresh.grids[index]!}, closeness)));
};

function compareGrids({stored, fresh}: Pair<Grid>, closeness: Closeness): readonly Difference[] {
  const head = compareLine({stored: stored.head, fresh: fresh.head}, {...closeness, name: (index) => `head of column ${index + 1}`});
  if (head.length) return head;
  const column = (index: number) => `column ${stored.head[index] || index + 1}`;
  const rows = stored.rows
    .slice(0, fresh.rows.length)
    .flatMap((row, index) =>
      within(`row ${index + 1}`, compareLine({stored: row, fresh: fresh.rows[index]!}, {...closeness, name: column})),
    );
  if (stored.rows.length === fresh.rows.length) return rows;
  return [{where: "", stored: `${stored.rows.length} rows`, fresh: `${fresh.rows.length} rows`}, ...rows.slice(0, 1)];
}

function compareLine(
  {stored, fresh}: Pair<readonly unknown[]>,
  {name, ...closeness}: Closeness & {name: (index: number) => string},
): readonly Difference[] {
  const indices = Array.from({length: Math.max(stored.length, fresh.length)}, (_, index) => index);
  return indices.flatMap((index) => within(name(index), compareJson({stored: stored[index], fresh: fresh[index]}, closeness)));
}
