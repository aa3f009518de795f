import {lstat, readFile} from "node:fs/promises";
import path from "node:path";
import {extract, sourceHash, type Suite} from "../notebook/extract.js";
import type {Notebook} from "../notebook/notebook.js";
import {withMocks} from "../notebook/mocks.js";
import {setParameters} from "../notebook/params.js";
import {setsOf} from "../notebook/sets.js";
import {readNotebook} from "./files.js";

/** A test that a notebook becomes. */
export interface TestFile {
  /** The notebook. */
  source: string;
  /** Where the test belongs. */
  file: string;
  /** Its text; left out when a test that was made from the same sources is there, however it is laid out. */
  code?: string;
}

/** How tests are written. */
export interface WriteOptions {
  /** Their folder. */
  out: string;
  /** Whether they are formatted. */
  format?: boolean;
}

/** The tests of notebooks for a folder, and what keeps others from becoming one; throws when two would get one name. */
export async function testFiles(notebooks: readonly string[], options: WriteOptions): Promise<{files: TestFile[]; problems: Error[]}> {
  const all = await Promise.allSettled(notebooks.map((notebook) => testFile(notebook, options)));
  const files = all.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  refuseTwins(files);
  return {files, problems: all.flatMap((one) => (one.status === "rejected" ? [one.reason as Error] : []))};
}

/** Throws when two notebooks would become one test. */
export function refuseTwins(files: readonly Pick<TestFile, "source" | "file">[]): void {
  for (const [index, {file, source}] of files.entries()) {
    const twin = files.slice(0, index).find((other) => other.file === file);
    if (twin) throw new RangeError(`${twin.source} and ${source} would both become ${file}; extract them into two folders`);
  }
}

/** Throws for a test that is a link: what is written there would stand outside of the folder. */
export async function refuseLink(file: string): Promise<void> {
  const there = await lstat(file).catch(() => undefined);
  if (there?.isSymbolicLink()) throw new RangeError(`${file} is a link, and what it leads to is not written; remove it, then ddx extract`);
}

/** Where the test of a notebook belongs. */
export const testPath = (source: string, {out, language}: {out: string; language: Suite["language"]}): string =>
  path.join(out, `${path.basename(source, ".ipynb")}.test.${language}`);

/** A notebook as its test is written: with the values that its parameters have under test, the first of several, and with its mocks. */
export const asTested = (notebook: Notebook): Notebook =>
  withMocks(setParameters(notebook, {values: setsOf(notebook)[0] ?? {}, tested: true}));

async function testFile(source: string, {out, format = true}: WriteOptions): Promise<TestFile> {
  const notebook = asTested(await readNotebook(source));
  const hash = sourceHash(notebook);
  for (const language of ["ts", "tsx"] as const) {
    const file = testPath(source, {out, language});
    await refuseLink(file);
    if (hashIn(await readFile(file, "utf8").catch(() => "")) === hash) return {source, file};
  }
  const {code, language} = suiteFor(notebook, {out});
  const file = testPath(source, {out, language});
  return {source, file, code: format ? await formatted(code, file) : code};
}

/** The suite of a notebook for a folder: relative imports lead to the same files from there. */
export function suiteFor(notebook: Notebook, {out}: {out: string}): Suite {
  const folder = path.dirname(path.resolve(notebook.path));
  return extract(notebook, {resolve: (specifier) => moved(specifier, {from: folder, to: path.resolve(out)})});
}

/** A module's name as it is written in another folder. */
export const moved = (specifier: string, {from, to}: {from: string; to: string}): string =>
  /^\.{1,2}\//.test(specifier) ? relative(to, path.resolve(from, specifier)) : specifier;

/** The hash of the sources that a test was made from, as its first line has it. */
export const hashIn = (text: string): string | undefined => /^\/\/ .*\(sources ([0-9a-f]{16})\)/.exec(text)?.[1];

function relative(from: string, to: string): string {
  const steps = path.relative(from, to).split(path.sep).join("/");
  return steps.startsWith("../") ? steps : `./${steps}`;
}

/** Formats with the user's prettier and its settings, where there is one. */
export async function formatted(code: string, file: string): Promise<string> {
  const prettier = await import("prettier").catch(() => undefined);
  if (!prettier) return code;
  return prettier.format(code, {...(await prettier.resolveConfig(path.resolve(file))), filepath: file});
}
