import path from "node:path";
import type {Notebook} from "../notebook/notebook.js";
import {defined} from "./defined.js";
import {readNotebook} from "./files.js";
import {suiteAhead} from "./kept-suite.js";
import {asTested} from "./parameters.js";

/** Files that are open at once; suites that are made at once: while the compiler, a process of its own, works on one, the next is taken apart here. */
const atOnce = {files: 16, suites: 4};

/** Reads notebooks, each once for all who ask for it later; rejects with one line for the first file that is none. */
export async function readAhead(files: readonly string[]): Promise<Notebook[]> {
  const read: PromiseSettledResult<Notebook>[] = [];
  await each(files, atOnce.files, async (file, index) => {
    [read[index]] = await Promise.allSettled([readNotebook(file)]);
  });
  const notebooks = read.map((one) => {
    if (one.status === "rejected") throw one.reason;
    return {...one.value, path: path.relative(process.cwd(), path.resolve(one.value.path))};
  });
  const known = new Map(notebooks.map((notebook) => [path.resolve(notebook.path), notebook]));
  defined.read = async (file) => known.get(path.resolve(file)) ?? readNotebook(file);
  return notebooks;
}

/** Makes the suites of notebooks, in this order, before they are asked for. */
export const makeAhead = (notebooks: readonly Notebook[], options: {timeout: number; counted: boolean}): Promise<void> =>
  each(notebooks, atOnce.suites, async (notebook) => {
    try {
      await suiteAhead(asTested(notebook), options);
    } catch {
      // What is wrong with it is said by who asks for it.
    }
  });

/** Does the same for each item, in order, for so many at a time. */
async function each<T>(items: readonly T[], many: number, work: (item: T, index: number) => Promise<void>): Promise<void> {
  const waiting = items.entries();
  const one = async () => {
    for (const [index, item] of waiting) await work(item, index);
  };
  await Promise.all(Array.from({length: many}, one));
}
