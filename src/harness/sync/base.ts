import {execFile} from "node:child_process";
import {readFile} from "node:fs/promises";
import path from "node:path";
import {promisify} from "node:util";
import {sourceHash} from "../../notebook/extract.js";
import {parseNotebook, type Notebook} from "../../notebook/notebook.js";
import {serializeNotebook} from "../../notebook/serialize.js";
import {cacheFile, writeCached} from "../cache.js";
import {asTested} from "../extract.js";

/** Where a notebook may be found as it was when its test was extracted. */
export interface Sought {
  /** The hash of its sources then. */
  hash: string;
  /** The test. */
  file: string;
}

/** The notebook as it was when its test was extracted: as it is now, as ddx kept it then, or as git has it; undefined when it is nowhere. */
export async function baseOf(notebook: Notebook, {hash, file}: Sought): Promise<Notebook | undefined> {
  const fits = (one: Notebook | undefined) => one !== undefined && sourceHash(asTested(one)) === hash;
  if (fits(notebook)) return notebook;
  const kept = read(await readFile(cacheFile(file), "utf8").catch(() => ""), notebook);
  if (fits(kept)) return kept;
  for await (const text of versions(notebook.path)) {
    const version = read(text, notebook);
    if (fits(version)) return version;
  }
  return undefined;
}

/** Keeps the cells of a notebook for the day on which its test is edited. */
export const keepBase = (notebook: Notebook, {file}: {file: string}): Promise<void> =>
  writeCached(
    cacheFile(file),
    serializeNotebook({...notebook, cells: notebook.cells.map((cell) => ({...cell, outputs: [], executionCount: null}))}),
  );

function read(text: string, {path}: Notebook): Notebook | undefined {
  try {
    return parseNotebook(text, {path});
  } catch {
    return undefined;
  }
}

const run = promisify(execFile);

/** What git has of a file, the newest first. */
async function* versions(file: string): AsyncGenerator<string> {
  const options = {cwd: path.dirname(path.resolve(file)), maxBuffer: 2 ** 28};
  const name = `./${path.basename(file)}`;
  const git = (...words: string[]) =>
    run("git", ["--no-optional-locks", ...words], options)
      .then(({stdout}) => stdout)
      .catch(() => "");
  const commits = (await git("log", "--format=%H", "-n", "200", "--", name)).split("\n").filter(Boolean);
  for (const commit of commits) yield git("cat-file", "blob", `${commit}:${name}`);
}
