import {readFile} from "node:fs/promises";
import path from "node:path";
import {pathToFileURL} from "node:url";
import {transform} from "esbuild";
import coverage, {type CoverageMap, type FileCoverageData} from "istanbul-lib-coverage";
import {extract, sourceHash, type Suite} from "../../notebook/extract.js";
import {codeCells} from "../../notebook/notebook.js";
import type {Part} from "../../notebook/part.js";
import {readNotebook} from "../files.js";
import {asTested} from "../parameters.js";
import type {TestResult} from "../test.js";
import {coverageOf} from "./convert.js";
import {cellFile} from "./map.js";

/** Which lines of a cell ran. */
export interface CellCoverage {
  /** The code cell, from 1. */
  number: number;
  /** Its text as tested. */
  source: string;
  /** What became of its test; see `CellRan`. */
  test: string;
  /** Istanbul's counts; lines are the cell's. */
  data: FileCoverageData;
}

/** Which lines of a notebook ran. */
export interface NotebookCoverage {
  /** The notebook's path, whole. */
  file: string;
  /** The file's text. */
  text: string;
  /** Hash of the cells' sources. */
  hash: string;
  /** The cells that hold code, in order. */
  cells: readonly CellCoverage[];
}

/** Takes a notebook's cells out of what ran; those of which nothing was loaded count too. */
export async function notebookCoverage(
  name: string,
  {map, results}: {map: CoverageMap; results: readonly TestResult[]},
): Promise<NotebookCoverage> {
  const file = path.resolve(name);
  const original = await readNotebook(name);
  const notebook = asTested(original);
  const suite = suiteOf(() => extract(notebook));
  // A cell that only imports has a test where its import fails.
  const failing = new Set(suite?.imports.map(({specifier}) => specifier));
  const tests = [...(suite?.tests ?? []), ...(suiteOf(() => extract(notebook, {failing}))?.tests ?? [])];
  const own = results.filter((one) => one.file === file);
  const cells: CellCoverage[] = [];
  for (const {number, source} of codeCells(notebook)) {
    if (source.trim() === "") continue;
    const key = cellFile(file, number);
    const part = suite?.parts.find(({cell}) => cell.number === number);
    const data = map.files().includes(key) ? map.fileCoverageFor(key).data : await unrun(source, {file: key, part});
    cells.push({number, source, data, test: outcomeOf(number, {part, suite, tests, own})});
  }
  return {file, text: await readFile(file, "utf8"), hash: sourceHash(original), cells};
}

/** Nothing of what a cell holds ran. */
async function unrun(source: string, {file, part}: {file: string; part: Part | undefined}): Promise<FileCoverageData> {
  const url = pathToFileURL(`${file}.js`).href;
  const compiled = await transform(source, {
    loader: part?.syntax.language ?? "ts",
    sourcemap: "inline",
    sourcefile: file,
    logLevel: "silent",
  }).catch(() => undefined);
  const code = compiled?.code ?? "";
  const functions = [{functionName: "", isBlockCoverage: true, ranges: [{startOffset: 0, endOffset: code.length, count: 0}]}];
  const map = coverage.createCoverageMap(code ? await coverageOf({url, code, functions}) : {});
  return map.files().includes(file) ? map.fileCoverageFor(file).data : coverage.createFileCoverage(file).data;
}

function outcomeOf(
  number: number,
  {part, suite, tests, own}: {part: Part | undefined; suite: Suite | undefined; tests: Suite["tests"]; own: readonly TestResult[]},
): string {
  if (part?.options.skip !== undefined) return "skipped";
  const titles = tests.find((one) => one.number === number && !one.setup)?.titles.join("\n");
  const test = own.find((one) => titles !== undefined && one.titles.join("\n").startsWith(titles));
  const [, cause] = / \((skipped because of cell \d+)\)$/.exec(test?.titles.at(-1) ?? "") ?? [];
  if (!test && !suite?.tests.some((one) => one.number === number && !one.setup)) return "";
  return cause ?? (test && test.state !== "pending" ? test.state : "not run");
}

/** None of a notebook that cannot be extracted. */
function suiteOf(make: () => Suite): Suite | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}
