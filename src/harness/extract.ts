import {readFile} from "node:fs/promises";
import path from "node:path";
import {extract, sourceHash} from "../notebook/extract.js";
import {setParameters} from "../notebook/params.js";
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
  for (const [index, {file, source}] of files.entries()) {
    const twin = files.slice(0, index).find((other) => other.file === file);
    if (twin) throw new RangeError(`${twin.source} and ${source} would both become ${file}; extract them into two folders`);
  }
  return {files, problems: all.flatMap((one) => (one.status === "rejected" ? [one.reason as Error] : []))};
}

async function testFile(source: string, {out, format = true}: WriteOptions): Promise<TestFile> {
  const notebook = setParameters(await readNotebook(source), {tested: true});
  const place = (language: string) => path.join(out, `${path.basename(source, ".ipynb")}.test.${language}`);
  const hash = sourceHash(notebook);
  for (const file of ["ts", "tsx"].map(place)) if (await isFrom(hash, file)) return {source, file};
  const folder = path.dirname(path.resolve(source));
  const resolve = (specifier: string) =>
    /^\.{1,2}\//.test(specifier) ? relative(path.resolve(out), path.resolve(folder, specifier)) : specifier;
  const {code, language} = extract(notebook, {resolve});
  const file = place(language);
  return {source, file, code: format ? await formatted(code, file) : code};
}

/** Whether a test is there that was made from sources with that hash. */
async function isFrom(hash: string, file: string): Promise<boolean> {
  const text = await readFile(file, "utf8").catch(() => "");
  return text.slice(0, text.indexOf("\n")).includes(`(sources ${hash})`);
}

function relative(from: string, to: string): string {
  const steps = path.relative(from, to).split(path.sep).join("/");
  return steps.startsWith("../") ? steps : `./${steps}`;
}

/** Formats with the user's prettier and its settings, where there is one. */
async function formatted(code: string, file: string): Promise<string> {
  const prettier = await import("prettier").catch(() => undefined);
  if (!prettier) return code;
  return prettier.format(code, {...(await prettier.resolveConfig(path.resolve(file))), filepath: file});
}
