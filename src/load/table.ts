import {readFile} from "node:fs/promises";
import {csvParse, tsvParse} from "d3-dsv";
import type {Dataset} from "../case.js";

/** What to take of a table. */
export interface TableOptions {
  /** The column to predict; not needed for a JSON file of `{x, y}`. */
  target?: string;
  /** Columns to predict from; all others when left out. */
  features?: readonly string[];
  /** Write classes as rows with one 1, as `categoricalCrossentropy` reads them. */
  oneHot?: boolean;
}

type Row = Readonly<Record<string, unknown>>;

/** Loads a Dataset from CSV, TSV or JSON (`{x, y}` or an array of objects); empty fields become NaN, text in the target becomes classes. */
export async function loadTable(path: string, {target, features, oneHot = false}: TableOptions = {}): Promise<Dataset> {
  const content = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new Error(`cannot read ${path}: ${error.code === "ENOENT" ? "there is no such file" : error.message}`);
  });
  const parsed = parse(content, path);
  if (!Array.isArray(parsed)) return parsed;
  const columns = Object.keys(parsed[0] ?? {});
  if (columns.length === 0) throw new Error(`expected rows with a header in ${path}, got none`);
  if (target === undefined) throw new Error(`expected the name of the column to predict; give --target with one of ${columns.join(", ")}`);
  const inputs = features ?? columns.filter((column) => column !== target);
  for (const column of [target, ...inputs])
    if (!columns.includes(column))
      throw new Error(`expected a column of ${path}, got ${JSON.stringify(column)}; there are ${columns.join(", ")}`);
  const x = parsed.map((row, i) => inputs.map((column) => toNumber(row[column], {column, line: i + 2, path})));
  return {
    x,
    ...readTarget(
      parsed.map((row) => row[target]),
      oneHot,
      inputs,
    ),
  };
}

function parse(content: string, path: string): Dataset | Row[] {
  if (/\.tsv$/i.test(path)) return tsvParse(content);
  if (!/\.json$/i.test(path)) return csvParse(content.replace(/^\uFEFF/, ""));
  let json: unknown;
  try {
    json = JSON.parse(content);
  } catch (error) {
    throw new Error(`${path} is not JSON: ${(error as Error).message}`);
  }
  if (Array.isArray(json)) return json as Row[];
  const {x, y} = json as Dataset;
  if (!x || !y) throw new Error(`expected {x, y} or an array of objects in ${path}, got {${Object.keys(json as object)}}`);
  return json as Dataset;
}

function toNumber(value: unknown, {column, line, path}: {column: string; line: number; path: string}): number {
  if (value === null || value === undefined || String(value).trim() === "" || /^(na|nan|null)$/i.test(String(value).trim())) return NaN;
  const number = Number(value);
  if (Number.isNaN(number))
    throw new Error(
      `expected numbers in the column ${column} of ${path}, got ${JSON.stringify(value)} in line ${line}; leave the column out with --features or turn its words into numbers`,
    );
  return number;
}

function readTarget(values: readonly unknown[], oneHot: boolean, features: readonly string[]): Pick<Dataset, "y" | "names"> {
  const numeric = values.every((value) => value !== "" && value !== null && Number.isFinite(Number(value)));
  if (numeric && !oneHot) return {y: values.map((value) => [Number(value)]), names: {features}};
  const classes = [...new Set(values.map(String))].sort();
  const labels = values.map((value) => classes.indexOf(String(value)));
  return {y: labels.map((label) => (oneHot ? classes.map((_, i) => Number(i === label)) : [label])), names: {features, classes}};
}
