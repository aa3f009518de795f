import type {Notebook} from "../../notebook/notebook.js";
import type {Part} from "../../notebook/part.js";
import type {Note} from "./candidates.js";
import {changesFor, type Lesson} from "./changes.js";
import {observe, type Seen, type Task} from "./observe.js";
import {rewriteSources} from "./rewrite.js";

/** What passed the test. */
export interface Kept {
  /** The lessons that hold. */
  lessons: readonly Lesson[];
  /** What became of the others. */
  notes: readonly Note[];
}

interface Trial {
  /** The run: the text and the seed change. */
  task: Task;
  /** All cells. */
  parts: readonly Part[];
  /** The notebook as it is. */
  notebook: Notebook;
  /** Ends the runs. */
  signal: AbortSignal | undefined;
  /** Told before each run, from 1. */
  onTry: (attempt: number) => void;
}

/** Tests the notebook with the proposals on seeds that they were not learned from, until they all pass: one that fails is first tried without what needs the value's type, then dropped. */
export async function verified(lessons: readonly Lesson[], {task, parts, notebook, signal, onTry}: Trial): Promise<Kept> {
  let current = lessons;
  const notes: Note[] = [];
  for (let attempt = 1; current.length > 0; attempt++) {
    onTry(attempt);
    const sources = changesFor(current, parts);
    const text = rewriteSources(task.text, sources);
    const seen = await observe({...task, text, seed: task.seed + attempt - 1}, {signal});
    const failed = new Map(seen.filter((one) => one.state === "failed").map((one) => [one.number, one]));
    const edited = notebook.cells.filter(({index}) => sources.has(index)).map(({number}) => number);
    const wrong = edited.filter((number) => failed.has(number) && !failed.get(number)!.stale);
    if (wrong.length === 0) return {lessons: current, notes: [...notes, ...staleNotes(edited, failed)]};
    const importing = wrong.find((number) => !current.some(({part}) => part.cell.number === number));
    if (importing !== undefined)
      return {
        lessons: [],
        notes: [
          ...notes,
          {cell: importing, message: `nothing is proposed: with an import of chai it fails: ${failed.get(importing)!.error}`},
        ],
      };
    current = current.flatMap((lesson) => retried(lesson, {failure: failed.get(lesson.part.cell.number), wrong, notes}));
  }
  return {lessons: current, notes};
}

function retried(lesson: Lesson, {failure, wrong, notes}: {failure: Seen | undefined; wrong: readonly number[]; notes: Note[]}): Lesson[] {
  const cell = lesson.part.cell.number;
  if (!wrong.includes(cell)) return [lesson];
  const claims = lesson.claims.filter(({typed}) => !typed);
  const simpler = claims.length > 0 && claims.length < lesson.claims.length;
  notes.push({cell, message: `${simpler ? "not all" : "nothing"} is proposed: a test with it failed: ${failure?.error ?? "no error"}`});
  return simpler ? [{...lesson, claims}] : [];
}

const staleNotes = (edited: readonly number[], failed: ReadonlyMap<number, Seen>): Note[] =>
  edited.flatMap((cell) =>
    failed.get(cell)?.stale ? [{cell, message: "shows something else than what is stored below it; ddx run -o writes it anew"}] : [],
  );
