import {isDeepStrictEqual} from "node:util";
import {ancestors, graphOf, type Graph} from "../../notebook/graph.js";
import {codeCells, parseNotebook, type Notebook, type NotebookCell} from "../../notebook/notebook.js";
import {parts as takeApart, type Part} from "../../notebook/part.js";
import {patchNotebook} from "../../notebook/patch.js";
import {readText} from "../files.js";
import {candidatesOf, type Note} from "./candidates.js";
import {changesFor, randomCells, type Lesson} from "./changes.js";
import {learn} from "./learn.js";
import {observe, type Seen} from "./observe.js";
import {verified, type Kept} from "./verify.js";

export type {Note} from "./candidates.js";

/** How assertions are learned. */
export interface PromoteOptions {
  /** How often the notebook is run to learn from it; at least 2. */
  runs?: number;
  /** From which the seeds of the runs are counted on. */
  seed?: number;
  /** Numbers of the code cells that may get assertions; all when left out. */
  cells?: readonly number[];
  /** Longest run of a cell in milliseconds, 0 for no limit. */
  timeout?: number;
  /** Ends the runs. */
  signal?: AbortSignal;
  /** Told before each run, from 1; the last ones put the proposals to the test. */
  onRun?: (run: number) => void;
}

/** What is proposed for a notebook. */
export interface Promotion {
  /** The notebook's text as it was read. */
  text: string;
  /** Its text with the proposals. */
  proposed: string;
  /** The cells that would change, each with its new source. */
  changes: readonly {cell: NotebookCell; source: string}[];
  /** How many assertions, and how many cells get them. */
  count: {assertions: number; cells: number};
  /** What is said of cells. */
  notes: readonly Note[];
  /** How many runs it was learned from, and whether anything is asserted that varied or could have. */
  evidence: {runs: number; varied: boolean; random: boolean};
  /** Numbers of the cells that failed in the runs. */
  failed: readonly number[];
}

/** Proposes assertions from what a notebook's cells show in some seeded runs; they have passed `ddx test` once with a seed that they were not learned from. */
export async function promote(file: string, options: PromoteOptions = {}): Promise<Promotion> {
  const {runs = 5, seed = 1, cells, timeout = 60_000, signal, onRun} = options;
  const text = await readText(file);
  const notebook = parseNotebook(text, {path: file});
  const parts = takeApart(notebook);
  const graph = graphOf(parts);
  checkCells(cells ?? [], notebook);
  const {open, notes} = candidatesOf(notebook, {parts, graph});
  const wanted = open.filter(({cell}) => cells?.includes(cell.number) ?? true);
  const seen: (readonly Seen[])[] = [];
  for (let run = 1; wanted.length > 0 && run <= runs; run++) {
    onRun?.(run);
    seen.push(await observe({file, text, seed: seed + run - 1, timeout, types: run === 1, watched: true}, {signal}));
    const whole = seen.at(-1)!.find(({number}) => number === 0);
    if (whole) throw new Error(`${file} cannot be run: ${whole.error}`);
  }
  const learned = lessonsOf(wanted, {seen, graph, parts});
  const task = {file, text, seed: seed + runs, timeout, types: true, watched: false};
  const kept = await verified(learned.lessons, {task, parts, notebook, signal, onTry: (attempt) => onRun?.(runs + attempt)});
  const asked = (cells ?? []).filter((number) => ![...open.map(({cell}) => cell.number), ...notes.map(({cell}) => cell)].includes(number));
  const idle = asked.map((cell) => ({
    cell,
    message: "shows nothing, has its assertions, or its first lines say that it is to be left alone",
  }));
  const all = [...notes.filter(({cell}) => cells?.includes(cell) ?? true), ...idle, ...learned.notes, ...kept.notes];
  return {
    text,
    ...written(kept, {text, notebook, parts}),
    notes: all.sort((a, b) => a.cell - b.cell),
    ...learned.about,
    evidence: evidenceOf(kept, {learned, runs}),
  };
}

function checkCells(cells: readonly number[], notebook: Notebook): void {
  const {length} = codeCells(notebook);
  const missing = cells.find((number) => number > length);
  if (missing !== undefined) throw new RangeError(`there is no code cell ${missing} in ${notebook.path}, which has ${length}`);
}

interface Learning {
  lessons: Lesson[];
  notes: Note[];
  about: {failed: readonly number[]};
  random: ReadonlySet<number>;
}

/** What can be learned of each cell, and what of some cannot. */
function lessonsOf(
  wanted: readonly Part[],
  {seen, graph, parts}: {seen: readonly (readonly Seen[])[]; graph: Graph; parts: readonly Part[]},
): Learning {
  const all = seen.flat();
  const failed = [...new Set(all.filter(({state}) => state === "failed").map(({number}) => number))];
  const draws = new Map(all.filter((one) => one.draws > 0).map((one) => [one.number, one.draws]));
  const random = randomCells(draws, {parts, ancestors: (number) => ancestors(graph, number)});
  const found: Learning = {lessons: [], notes: failureNotes(failed, all), about: {failed}, random};
  for (const part of wanted) {
    const cell = part.cell.number;
    const own = all.filter(({number}) => number === cell);
    const sights = own.flatMap(({sight}) => sight ?? []);
    if (own.some(({state}) => state !== "passed") || sights.length < seen.length) {
      if (own.some(({state}) => state === "pending"))
        found.notes.push({cell, message: "left alone: it did not run, as a cell that it needs failed"});
      else if (sights.length > 0) found.notes.push({cell, message: "left alone: it shows a value in some runs only"});
      continue;
    }
    const {claims, notes} = learn(sights);
    const varies = !sights.every((sight) => isDeepStrictEqual(sight, sights[0]));
    found.notes.push(...few(notes).map((message) => ({cell, message: claims.length > 0 ? message : `nothing is proposed: ${message}`})));
    const marked =
      varies || !random.has(cell)
        ? claims
        : claims.map((claim, index) => (index === 0 ? {evidence: `in each of ${seen.length} runs`, ...claim} : claim));
    if (claims.length > 0) found.lessons.push({part, claims: marked, kind: sights[0]!.kind, varies});
  }
  return found;
}

const few = (notes: readonly string[]): string[] =>
  notes.length > 4 ? [...notes.slice(0, 3), `${notes.length - 3} more like that`] : [...notes];

const failureNotes = (failed: readonly number[], all: readonly Seen[]): Note[] =>
  failed.map((cell) => ({
    cell,
    message: `left alone: it fails as it is: ${all.find((one) => one.number === cell && one.error)?.error ?? "an error"}`,
  }));

function written({lessons}: Kept, {text, notebook, parts}: {text: string; notebook: Notebook; parts: readonly Part[]}) {
  const sources = changesFor(lessons, parts);
  const changes = notebook.cells.flatMap((cell) => (sources.has(cell.index) ? [{cell, source: sources.get(cell.index)!}] : []));
  const assertions = lessons.reduce((sum, {claims}) => sum + claims.length, 0);
  return {proposed: patchNotebook(text, {sources}), changes, count: {assertions, cells: lessons.length}};
}

const evidenceOf = ({lessons}: Kept, {learned, runs}: {learned: Learning; runs: number}) => ({
  runs,
  varied: lessons.some(({claims}) => claims.some(({evidence}) => evidence?.includes(":"))),
  random: lessons.some(({part}) => learned.random.has(part.cell.number)),
});
