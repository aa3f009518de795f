import {existsSync, readFileSync} from "node:fs";
import {mkdir, readdir, rename, rm, writeFile} from "node:fs/promises";
import path from "node:path";
import coverage, {type CoverageMap, type FileCoverageData} from "istanbul-lib-coverage";
import libReport from "istanbul-lib-report";
import reports, {type ReportOptions} from "istanbul-reports";
import type {TestResult} from "../test.js";
import {notebookCoverage, type NotebookCoverage} from "./cells.js";
import {readCoverage} from "./convert.js";
import {cellFile} from "./map.js";
import {ranText} from "./ran.js";
import {inFile, type Position} from "./lines.js";

/** The reports, and of what: of cells, for people (`rows`) and programs (`cells`); of the notebook's file and its lines, for tools that look them up there. */
export const coverageReporters = {
  text: {of: "rows", name: "text"},
  "text-summary": {of: "rows", name: "text-summary"},
  html: {of: "rows", name: "html"},
  "json-summary": {of: "cells", name: "json-summary"},
  json: {of: "files", name: "json"},
  lcov: {of: "files", name: "lcovonly"},
  cobertura: {of: "files", name: "cobertura"},
  clover: {of: "files", name: "clover"},
} as const satisfies Record<string, {of: "rows" | "cells" | "files"; name: keyof ReportOptions}>;

/** A report's name. */
export type CoverageReporter = keyof typeof coverageReporters;

/** What is reported, and where to. */
export interface CoverageOptions {
  /** Where processes wrote what ran. */
  raw: string;
  /** The folder of the reports. */
  folder: string;
  /** Which reports. */
  reporters: readonly CoverageReporter[];
  /** What became of the tests. */
  results: readonly TestResult[];
}

/** Reports which lines, branches and functions of notebooks, and of the modules that they import, ran; each report is there whole or not at all. */
export async function reportCoverage(notebooks: readonly string[], {raw, folder, reporters, results}: CoverageOptions): Promise<void> {
  const map = await readCoverage(raw);
  const covered: NotebookCoverage[] = [];
  for (const name of notebooks) covered.push(await notebookCoverage(name, {map, results}));
  const modules = map.files().filter((file) => !/\.ipynb[\\/]cell \d+$/.test(file));
  const temporary = `${path.resolve(folder)}.${process.pid}.tmp`;
  const rows = ofCells(covered, {named: covered.length === 1 && modules.length === 0});
  const views = {rows, cells: ofCells(covered), files: ofFiles(covered)};
  for (const file of modules) for (const {data} of Object.values(views)) data.push(map.fileCoverageFor(file).data);
  try {
    await mkdir(temporary, {recursive: true});
    const {name, text} = ranText(covered);
    await writeFile(path.join(temporary, name), text);
    for (const reporter of reporters) write(views, {reporter, dir: temporary});
    await replace(folder, temporary);
  } finally {
    await rm(temporary, {recursive: true, force: true});
  }
}

/** Files as a report shows them, and the texts of those that are none. */
interface View {
  data: FileCoverageData[];
  texts: ReadonlyMap<string, string>;
}

// What is no terminal takes lines of any length.
const options: object = {subdir: "html", maxCols: process.stdout.columns ?? 0};

function write(views: Record<"rows" | "cells" | "files", View>, {reporter, dir}: {reporter: CoverageReporter; dir: string}): void {
  const {of, name} = coverageReporters[reporter];
  const {data, texts} = views[of];
  const coverageMap: CoverageMap = coverage.createCoverageMap(Object.fromEntries(data.map((one) => [one.path, one])));
  const context = libReport.createContext({dir, coverageMap, sourceFinder: (file) => texts.get(file) ?? readFileSync(file, "utf8")});
  reports.create(name, options).execute(context);
}

/** Cells as files in folders named after the notebooks; `named` rows say what became of the cell, and which notebook it is of where no other folder tells. */
function ofCells(covered: readonly NotebookCoverage[], {named}: {named?: boolean} = {}): View {
  const texts = new Map<string, string>();
  const data = covered.flatMap(({file, cells}) =>
    cells.map(({number, test, source, data}) => {
      const place = named === undefined ? cellFile(file, number) : path.join(file, rowName(number, {test, cells, file: named ? file : ""}));
      texts.set(place, source);
      return {...data, path: place};
    }),
  );
  return {data, texts};
}

/** Reports sort by name. */
function rowName(number: number, {test, cells, file}: {test: string; cells: readonly {number: number}[]; file: string}): string {
  const padded = String(number).padStart(String(cells.at(-1)?.number ?? 0).length);
  return `${file && `${path.basename(file)} `}cell ${padded}${["", "passed"].includes(test) ? "" : ` (${test})`}`;
}

function ofFiles(covered: readonly NotebookCoverage[]): View {
  const data = covered.map(({file, text, cells}) => {
    const [whole, places] = [coverage.createFileCoverage(file), inFile(text)];
    for (const {number, data} of cells) whole.merge({...moved(data, places[number - 1]!), path: file});
    return whole.data;
  });
  return {data, texts: new Map()};
}

/** The same with all positions at other places. */
function moved<Value>(value: Value, to: (at: Position) => Position): Value {
  if (typeof value !== "object" || value === null) return value;
  if ("line" in value && "column" in value && typeof value.line === "number") return to(value as unknown as Position) as Value;
  if (Array.isArray(value)) return value.map((one: unknown) => moved(one, to)) as Value;
  const entries = Object.entries(value).map(([key, one]): [string, unknown] => [key, key === "line" ? undefined : moved(one, to)]);
  return Object.fromEntries(entries.filter(([, one]) => one !== undefined)) as Value;
}

/** Puts new reports in the place of old ones; what else a folder holds stays. */
async function replace(folder: string, temporary: string): Promise<void> {
  const names = await readdir(temporary);
  if (names.length > 0 || existsSync(folder)) await mkdir(folder, {recursive: true});
  for (const name of names) {
    await rm(path.join(folder, name), {recursive: true, force: true});
    await rename(path.join(temporary, name), path.join(folder, name));
  }
}
