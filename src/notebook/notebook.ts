import {hash} from "./hash.js";
import {count, joined, readOutput, type Output} from "./output.js";
import {titles} from "./title.js";

export type {Output} from "./output.js";

/** One cell of a notebook. */
export interface NotebookCell {
  /** Unique in the notebook; a hash of kind and source where the file has none. */
  id: string;
  /** Position among all cells, from 0. */
  index: number;
  /** Position among the code cells, from 1; for other cells, that of the code cell that follows. */
  number: number;
  /** What the cell holds. */
  kind: "code" | "markdown" | "raw";
  /** The text, with `\n` line ends. */
  source: string;
  /** What is stored under a code cell. */
  outputs: readonly Output[];
  /** The stored execution count. */
  executionCount: number | null;
  /** The cell's tags. */
  tags: readonly string[];
  /** The heading or the first comment that names the cell. */
  title: string;
  /** The cell's own metadata. */
  metadata: Record<string, unknown>;
  /** Files that a markdown cell shows, by name. */
  attachments?: Record<string, unknown>;
}

/** A notebook in memory. */
export interface Notebook {
  /** Where it was read from. */
  path: string;
  /** Name of its kernel, such as `ddx`. */
  kernel: string;
  /** Its language: `typescript` or `javascript`. */
  language: string;
  /** The notebook's metadata as stored. */
  metadata: Record<string, unknown>;
  /** All cells in order. */
  cells: readonly NotebookCell[];
  /** The values of its parameters, in words, where it is tested with several sets of them. */
  set?: string;
}

type Raw = Record<string, unknown>;

/** Reads a notebook in nbformat 4 whose language is TypeScript or JavaScript; throws one line for anything else. */
export function parseNotebook(text: string, {path}: {path: string}): Notebook {
  const raw = parseJson(text, path);
  const metadata = (raw["metadata"] ?? {}) as Raw;
  const language = readLanguage(metadata, path);
  return {path, ...language, metadata, cells: readCells(raw["cells"] as unknown[], path)};
}

/** The code cells of a notebook, in order. */
export const codeCells = (notebook: Notebook): NotebookCell[] => notebook.cells.filter(({kind}) => kind === "code");

function parseJson(text: string, path: string): Raw {
  const raw = readJson(text.replace(/^\uFEFF/, ""), path);
  if (!isRecord(raw))
    throw new TypeError(
      `${path} is not a notebook: expected a JSON object with cells, got ${raw === null ? "null" : Array.isArray(raw) ? "an array" : typeof raw}`,
    );
  if (raw["nbformat"] !== 4) throw new TypeError(versionProblem(raw, path));
  if (!Array.isArray(raw["cells"]))
    throw new TypeError(`${path} is not a notebook: expected a list named "cells", got ${typeof raw["cells"]}`);
  return raw;
}

function readJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const what = text.trim() === "" ? "the file is empty" : (error as Error).message;
    throw new SyntaxError(`${path} is not a notebook: expected JSON, but ${what}`);
  }
}

function versionProblem(raw: Raw, path: string): string {
  if (raw["nbformat"] === undefined) return `${path} is not a notebook: expected "nbformat": 4, got a JSON file without it`;
  return `${path} has nbformat ${String(raw["nbformat"])}, expected 4; open and save it in JupyterLab, which converts it`;
}

const typescriptKernels = ["ddx", "tslab", "deno"];
const languages = ["typescript", "javascript"];

/** The language that a notebook's text states where it is none that ddx runs. */
export function otherLanguage(text: string): string | undefined {
  try {
    const {metadata} = JSON.parse(text.replace(/^\uFEFF/, "")) as {metadata?: Raw};
    const {name, language} = stated(metadata ?? {});
    return language === "" || isOurs({name, language}) ? undefined : language;
  } catch {
    return undefined;
  }
}

/** What a notebook says of its kernel and its language; empty for nothing. */
function stated(metadata: Raw): {name: string; language: string} {
  const spec = (metadata["kernelspec"] ?? {}) as Raw;
  const name = typeof spec["name"] === "string" ? spec["name"] : "";
  const language = spec["language"] ?? ((metadata["language_info"] ?? {}) as Raw)["name"];
  return {name, language: typeof language === "string" ? language.toLowerCase() : typescriptKernels.includes(name) ? "typescript" : ""};
}

const isOurs = ({name, language}: {name: string; language: string}): boolean =>
  languages.includes(language) || typescriptKernels.includes(name);

function readLanguage(metadata: Raw, path: string): {kernel: string; language: string} {
  const {name, language} = stated(metadata);
  if (isOurs({name, language})) return {kernel: name || "ddx", language: languages.includes(language) ? language : "typescript"};
  const expected = `expected a TypeScript notebook (kernel ${typescriptKernels.join(", ")})`;
  const got = language ? `a ${language} notebook` : name ? `the kernel "${name}"` : "a notebook that names no kernel";
  throw new TypeError(`${path}: ${expected}, got ${got}${language || name ? "" : "; choose one and save it"}`);
}

function readCells(raws: readonly unknown[], path: string): NotebookCell[] {
  const names = titles(
    raws.map((raw) => ({kind: isRecord(raw) ? String(raw["cell_type"]) : "", source: isRecord(raw) ? readSource(raw) : ""})),
  );
  const ids = new Set<string>();
  let number = 1;
  return raws.map((raw, index) => {
    if (!isRecord(raw)) throw new TypeError(`${path}: expected cell ${index + 1} to be an object, got ${String(raw)}`);
    const cell = readCell(raw, {path, index});
    const position = {index, number: cell.kind === "code" ? number++ : number, id: unique(cell.id, ids), title: names[index] ?? ""};
    return {...cell, ...position};
  });
}

type Unplaced = Omit<NotebookCell, "index" | "number" | "title">;

function readCell(raw: Raw, {path, index}: {path: string; index: number}): Unplaced {
  const kind = raw["cell_type"];
  if (kind !== "code" && kind !== "markdown" && kind !== "raw")
    throw new TypeError(`${path}: expected cell ${index + 1} to be code, markdown or raw, got ${JSON.stringify(kind)}`);
  const metadata = isRecord(raw["metadata"]) ? raw["metadata"] : {};
  const source = readSource(raw);
  return {
    id: typeof raw["id"] === "string" && /^[\w-]{1,64}$/.test(raw["id"]) ? raw["id"] : hash(kind + source),
    kind,
    source,
    outputs: kind === "code" ? readOutputs(raw["outputs"]) : [],
    executionCount: count(raw["execution_count"]),
    tags: Array.isArray(metadata["tags"]) ? metadata["tags"].map(String) : [],
    metadata,
    ...(isRecord(raw["attachments"]) && {attachments: raw["attachments"]}),
  };
}

const readSource = (raw: Raw): string => joined(raw["source"]).replace(/\r\n?/g, "\n");

const readOutputs = (raw: unknown): Output[] => (Array.isArray(raw) ? raw : []).map(readOutput).filter((output) => output !== undefined);

const isRecord = (value: unknown): value is Raw => typeof value === "object" && value !== null && !Array.isArray(value);

function unique(id: string, taken: Set<string>): string {
  let name = id;
  for (let copy = 2; taken.has(name); copy++) name = `${id.slice(0, 60)}-${copy}`;
  taken.add(name);
  return name;
}
