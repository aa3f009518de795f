import {csvParse, tsvParse} from "d3-dsv";
import type {Dataset} from "../case.js";
import {describe, list, quote, readJson, readText} from "./read.js";

/** What to take of a table. */
export interface TableOptions {
  /** The column to predict; not needed for a JSON file of `{x, y}`. */
  target?: string;
  /** Columns to predict from; all others when left out. */
  features?: readonly string[];
  /** Write classes as rows with one 1, as `categoricalCrossentropy` reads them. */
  oneHot?: boolean;
  /** The table of the training rows: this one has the same columns, and its classes the same numbers. */
  like?: Dataset;
}

type Row = Readonly<Record<string, unknown>>;

/** Loads a Dataset from CSV, TSV or JSON (`{x, y}` or an array of objects); empty fields become NaN, text in the target becomes classes. */
export async function loadTable(path: string, {target, features, oneHot = false, like}: TableOptions = {}): Promise<Dataset> {
  const parsed = await parse(path);
  if (!Array.isArray(parsed)) return parsed;
  const columns = Object.keys(parsed[0] ?? {});
  if (columns.length === 0) throw new RangeError(`expected rows with a header in ${path}, got none`);
  if (target === undefined) throw new RangeError(`expected the name of the column to predict; give --target with one of ${list(columns)}`);
  const inputs = features ?? like?.names?.features ?? columns.filter((column) => column !== target);
  for (const column of [target, ...inputs])
    if (!columns.includes(column)) throw new RangeError(`expected a column of ${path}, got ${quote(column)}; there are ${list(columns)}`);
  const x = parsed.map((row, i) => inputs.map((column) => toNumber(row[column], {column, line: i + 2, path})));
  const values = parsed.map((row) => row[target]);
  return like ? {x, ...readLike(values, {like, oneHot, column: target, path})} : {x, ...readTarget(values, {oneHot, features: inputs})};
}

async function parse(path: string): Promise<Dataset | Row[]> {
  if (/\.tsv$/i.test(path)) return tsvParse(await readText(path));
  if (!/\.json$/i.test(path)) return csvParse(await readText(path));
  const expected = "{x, y} or an array of objects";
  const json = (await readJson(path, {expected})) as Dataset | Row[] | null;
  if (Array.isArray(json) || (json?.x && json.y)) return json;
  throw new TypeError(`expected ${expected} in ${path}, got ${describe(json)}`);
}

function toNumber(value: unknown, {column, line, path}: {column: string; line: number; path: string}): number {
  if (value === null || value === undefined || String(value).trim() === "" || /^(na|nan|null)$/i.test(String(value).trim())) return NaN;
  const number = Number(value);
  if (Number.isNaN(number))
    throw new RangeError(
      `expected numbers in the column ${list([column])} of ${path}, got ${quote(String(value))} in line ${line}; leave the column out with --features or turn its words into numbers`,
    );
  return number;
}

type Target = Pick<Dataset, "y" | "names">;

function readTarget(values: readonly unknown[], {oneHot, features}: {oneHot: boolean; features: readonly string[]}): Target {
  const numeric = values.every((value) => value !== "" && value !== null && Number.isFinite(Number(value)));
  if (numeric && !oneHot) return {y: values.map((value) => [Number(value)]), names: {features}};
  const classes = [...new Set(values.map(String))].sort();
  return {y: toRows(values, {classes, oneHot}), names: {features, classes}};
}

/** The target of further rows: a class has the number that it has among the training rows. */
function readLike(
  values: readonly unknown[],
  {like: {names}, oneHot, column, path}: {like: Dataset; oneHot: boolean; column: string; path: string},
): Target {
  const classes = names?.classes;
  if (!classes) return {y: values.map((value, i) => [toNumber(value, {column, line: i + 2, path})]), names};
  const unknown = values.findIndex((value) => !classes.includes(String(value)));
  if (unknown >= 0)
    throw new RangeError(
      `expected classes of the training rows (${list(classes)}) in the column ${column} of ${path}, got ${quote(String(values[unknown]))} in line ${unknown + 2}`,
    );
  return {y: toRows(values, {classes, oneHot}), names};
}

const toRows = (values: readonly unknown[], {classes, oneHot}: {classes: readonly string[]; oneHot: boolean}): number[][] =>
  values.map((value) => classes.indexOf(String(value))).map((label) => (oneHot ? classes.map((_, i) => Number(i === label)) : [label]));
