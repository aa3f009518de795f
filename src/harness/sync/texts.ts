import path from "node:path";
import {sourceHash} from "../../notebook/extract.js";
import {parseNotebook, type Notebook} from "../../notebook/notebook.js";
import {asTested, formatted, hashIn, suiteFor} from "../extract.js";
import {patchOf} from "./cells.js";
import {editsOf} from "./edits.js";
import {placeSuite} from "./origins.js";
import {extracted, isSame, provenBase, unproven, type Extracted, type Proving} from "./proof.js";
import {parseProblem} from "./reasons.js";
import {readSuite} from "./suite-file.js";

/** A notebook and its test. */
export interface Texts {
  /** Where the notebook is. */
  source: string;
  /** Its text. */
  notebook: string;
  /** Where the test is. */
  file: string;
  /** Its text. */
  test: string;
  /** The notebook as it was when the test was extracted. */
  base: Notebook;
  /** Whether tests are formatted. */
  format?: boolean;
}

/** A code cell that changes. */
export interface CellChange {
  /** The cell, from 1, as cells are numbered then. */
  number: number;
  /** Its source until now, empty for a new cell. */
  before: string;
  /** Its source then. */
  after: string;
  /** Whether outputs of the source before are stored under it. */
  stale: boolean;
}

/** What has to be written, so that a notebook has what its test has. */
export interface Carried {
  /** The notebook's text. */
  notebook: string;
  /** The test's text. */
  test: string;
  /** The code cells that change. */
  cells: readonly CellChange[];
}

/** What becomes of the edits in a test: all are carried or, where something speaks against it, none. */
export type Outcome = Carried | {refused: readonly string[]};

/** Carries the edits of an extracted test back into the cells that it was made from; undefined where there are none. The proof is the other way: what is extracted then is the edited test. */
export async function syncTexts(texts: Texts): Promise<Outcome | undefined> {
  const {source, file, test, base, format = true} = texts;
  const write = async (code: string) => (format ? formatted(code, file) : code);
  const tested = asTested(base);
  const folders = {from: path.resolve(path.dirname(file)), to: path.dirname(path.resolve(source))};
  const suite = suiteFor(tested, {out: folders.from});
  const code = await write(suite.code);
  if (below(code) === below(test)) return undefined;
  const raw = readSuite(test);
  if (!raw) return {refused: [parseProblem(test, {file})]};
  const laid = await write(test);
  if (below(code) === below(laid)) return undefined;
  const [placed, edited] = [placeSuite(suite, code), readSuite(laid)];
  if (!placed || !edited) return {refused: [`${file}: what ${source} becomes cannot be read; make the change there, then ddx extract`]};
  const {pairing, ...edits} = editsOf({notebook: tested, suite, placed, edited, folders});
  return carried(texts, {file, source, write, raw, edits, base, tested, states: {base: placed.file, edited, ...pairing}});
}

const below = (text: string): string => text.slice(text.indexOf("\n"));

async function carried(texts: Texts, proving: Proving): Promise<Outcome> {
  const now = parseNotebook(texts.notebook, {path: texts.source});
  const same = sourceHash(asTested(now)) === sourceHash(proving.tested);
  const proof = same ? [] : await provenBase(proving);
  if (proof.length > 0) return {refused: proof};
  const patch = patchOf(proving.edits, {...proving, now});
  if ("refused" in patch) return {refused: patch.refused.map((reason) => `${reason} (${texts.file})`)};
  const then = await extracted(texts.notebook, {patch, ...proving});
  if ("refused" in then) return then;
  const problems = same ? unproven(then, proving) : [];
  if (problems.length > 0) return {refused: problems};
  const kept = same && isSame(then.suite, proving.states.edited);
  return {notebook: then.notebook, test: kept ? stamped(texts.test, then) : then.code, cells: changes(now, then)};
}

/** A test whose first line has the hash of the sources that it agrees with. */
const stamped = (test: string, {hash}: Extracted): string => test.replace(`(sources ${hashIn(test)})`, `(sources ${hash})`);

function changes(now: Notebook, {parsed, patch: {added = []}}: Extracted): CellChange[] {
  const before = [...now.cells, undefined].flatMap((cell, index) => [...added.filter(({at}) => at === index).map(() => undefined), cell]);
  return parsed.cells.flatMap(({kind, number, source, outputs}, index): CellChange[] => {
    const old = before[index]?.source;
    return kind !== "code" || old === source ? [] : [{number, before: old ?? "", after: source, stale: outputs.length > 0}];
  });
}
