import {execFile} from "node:child_process";
import {readFile} from "node:fs/promises";
import path from "node:path";
import {promisify} from "node:util";
import {sourceHash} from "../../notebook/extract.js";
import {parseNotebook, type Notebook} from "../../notebook/notebook.js";
import {serializeNotebook} from "../../notebook/serialize.js";
import {cacheFile, digest, writeCached} from "../cache.js";
import {asTested, hashIn} from "../extract.js";

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
  const kept = parsed(await readFile(cacheFile(file), "utf8").catch(() => ""), notebook.path);
  if (fits(kept)) return kept;
  for await (const text of versions(notebook.path)) {
    const version = parsed(text, notebook.path);
    if (fits(version)) return version;
  }
  return undefined;
}

/** Keeps the cells of a notebook, and what its test says, for the day on which that is edited. */
export function keepBase(notebook: Notebook, {file, test}: {file: string; test: string}): Promise<void> {
  const cells = notebook.cells.map((cell) => ({...cell, outputs: [], executionCount: null}));
  return writeCached(cacheFile(file), serializeNotebook({...notebook, cells, metadata: {...notebook.metadata, [mark]: wordsOf(test)}}));
}

/** Whether a test is known to say something else than what ddx wrote there. */
export async function isEdited({source, file}: {source: string; file: string}): Promise<boolean> {
  const [test, text] = await Promise.all([file, cacheFile(file)].map((one) => readFile(one, "utf8").catch(() => "")));
  const kept = parsed(text!, source);
  return kept !== undefined && sourceHash(asTested(kept)) === hashIn(test!) && kept.metadata[mark] !== wordsOf(test!);
}

const mark = "ddx-extracted";

const wordsOf = (test: string): string => digest(test.replace(/\s+/g, ""));

function parsed(text: string, path: string): Notebook | undefined {
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
