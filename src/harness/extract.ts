import path from "node:path";
import {extract} from "../notebook/extract.js";
import {setParameters} from "../notebook/params.js";
import {readNotebook} from "./files.js";

/** A test that a notebook becomes. */
export interface TestFile {
  /** The notebook. */
  source: string;
  /** Where the test belongs. */
  file: string;
  /** Its text. */
  code: string;
  /** Hash of the cells' sources, which its first line holds. */
  hash: string;
}

/** The tests of notebooks for a folder; throws when two would get one name. */
export async function testFiles(notebooks: readonly string[], {out}: {out: string}): Promise<TestFile[]> {
  const files = await Promise.all(notebooks.map((notebook) => testFile(notebook, out)));
  for (const [index, {file, source}] of files.entries()) {
    const twin = files.slice(0, index).find((other) => other.file === file);
    if (twin) throw new RangeError(`${twin.source} and ${source} would both become ${file}; extract them into two folders`);
  }
  return files;
}

async function testFile(source: string, out: string): Promise<TestFile> {
  const notebook = setParameters(await readNotebook(source), {tested: true});
  const folder = path.dirname(path.resolve(source));
  const resolve = (specifier: string) =>
    /^\.{1,2}\//.test(specifier) ? relative(path.resolve(out), path.resolve(folder, specifier)) : specifier;
  const {code, language, hash} = extract(notebook, {resolve});
  const file = path.join(out, `${path.basename(source, ".ipynb")}.test.${language}`);
  return {source, file, code: await formatted(code, file), hash};
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
