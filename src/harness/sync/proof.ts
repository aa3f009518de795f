import path from "node:path";
import type {Suite} from "../../notebook/extract.js";
import {parseNotebook, type Notebook} from "../../notebook/notebook.js";
import {patchNotebook, type Patch} from "../../notebook/patch.js";
import {serializeNotebook} from "../../notebook/serialize.js";
import {asTested, suiteFor, testPath} from "../extract.js";
import {patchOf} from "./cells.js";
import {differences, type States} from "./compare.js";
import type {Edits} from "./edits.js";
import {lineIn, reasonFor} from "./reasons.js";
import {readSuite, type SuiteFile} from "./suite-file.js";

/** What is proven: that edits of a notebook's cells are what somebody made of its test. */
export interface Proving {
  /** Where the test is. */
  file: string;
  /** Where the notebook is. */
  source: string;
  /** Lays a suite out. */
  write: (code: string) => Promise<string>;
  /** The edited test as it is. */
  raw: SuiteFile;
  /** The edits of the cells. */
  edits: Pick<Edits, "sources" | "added">;
  /** The notebook from which the test was extracted. */
  base: Notebook;
  /** The same, as it is tested. */
  tested: Notebook;
  /** The test before and after, and the tests that are gone. */
  states: States & {gone: readonly number[]};
}

/** What a changed notebook becomes. */
export interface Extracted {
  /** The notebook's text. */
  notebook: string;
  /** What was changed. */
  patch: Patch;
  /** The notebook. */
  parsed: Notebook;
  /** The hash of its sources. */
  hash: string;
  /** Its test. */
  code: string;
  /** The same, taken apart. */
  suite: SuiteFile;
}

/** Changes a notebook's text and extracts it. */
export async function extracted(
  text: string,
  {patch, file, source, write}: Pick<Proving, "file" | "source" | "write"> & {patch: Patch},
): Promise<Extracted | {refused: string[]}> {
  const notebook = patchNotebook(text, patch);
  const parsed = parseNotebook(notebook, {path: source});
  const made = suiteOf(parsed, file);
  if (made instanceof Error) return {refused: [`${file}: the edits cannot be carried: ${made.message}`]};
  if (testPath(source, {out: path.dirname(file), language: made.language}) !== path.normalize(file))
    return {
      refused: [`${file}: with these edits the test's name would end in .${made.language}; make them in ${source}, then ddx extract`],
    };
  const code = await write(made.code);
  const suite = readSuite(code);
  return suite
    ? {notebook, patch, parsed, hash: made.hash, code, suite}
    : {refused: [`${file}: what ${source} would become cannot be read`]};
}

function suiteOf(notebook: Notebook, file: string): Suite | Error {
  try {
    return suiteFor(asTested(notebook), {out: path.dirname(file)});
  } catch (error) {
    return error as Error;
  }
}

/** Why an edited test is not what is extracted from the changed notebook; nothing where it is. */
export function unproven({suite}: Extracted, {file, source, raw, states}: Proving): string[] {
  const {edited, base, gone} = states;
  const removed = gone.map((index) => base.tests[index]!.titles.at(-1));
  if (removed.length > 0)
    return removed.map(
      (title) => `${file}: the test "${title}" is gone; delete its cell in ${source}, or begin that with //| skip, then ddx extract`,
    );
  return differences(suite, states).map((one) => {
    return `${file}:${lineIn(raw, {laid: edited, at: one.at})}: ${reasonFor(one, {edited, source})}`;
  });
}

/** The same for the notebook from which the test was extracted, where it has changed since. */
export async function provenBase(proving: Proving): Promise<readonly string[]> {
  const {base, edits} = proving;
  const patch = patchOf(edits, {...proving, now: base});
  if ("refused" in patch) return patch.refused;
  const then = await extracted(serializeNotebook(base), {patch, ...proving});
  return "refused" in then ? then.refused : unproven(then, proving);
}

/** Whether two suites say the same, the comment at their top left out. */
export function isSame(one: SuiteFile, other: SuiteFile): boolean {
  const words = ({tokens}: SuiteFile) => tokens.filter(({start}) => start > 0).map(({text}) => text);
  return words(one).join("\n") === words(other).join("\n");
}
