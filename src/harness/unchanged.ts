import type {Suite} from "../notebook/extract.js";
import type {Notebook} from "../notebook/notebook.js";
import {cacheFile, readKept, writeKept} from "./cache.js";
import {variables} from "./variables.js";
import type {Plan} from "./changed.js";
import {wholeKey} from "./keys.js";

/** Defines the tests of a notebook of which nothing has to run, as it is stored; false where something may have to. */
export async function defineUnchanged(notebook: Notebook): Promise<boolean> {
  if (!process.env[variables.onlyChanged]) return false;
  const {whole, titles} = await readKept(cacheFile(notebook.path, notebook));
  if (!titles || whole !== (await wholeKey(notebook))) return false;
  definePending(titles);
  return true;
}

/** The same for one of which the plan says so, which is remembered. */
export async function settleUnchanged({suite, stored}: {suite: Suite; stored: Notebook}, {file, keys}: Plan): Promise<void> {
  const titles = suite.tests
    .filter(({setup}) => !setup)
    .map((one) => (keys.has(one.number) ? one.titles.with(-1, `${one.titles.at(-1)} (unchanged)`) : one.titles));
  await writeKept(file, {passed: [...keys.values()], whole: await wholeKey(stored), titles});
  definePending(titles);
}

function definePending(tests: readonly (readonly string[])[]): void {
  const below = tests.filter(({length}) => length > 1);
  for (const [title] of tests.filter(({length}) => length === 1)) it(title!);
  for (const title of new Set(below.map(([first]) => first!)))
    describe(title, () => definePending(below.filter(([first]) => first === title).map((titles) => titles.slice(1))));
}
