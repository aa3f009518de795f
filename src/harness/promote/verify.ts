import type {Notebook} from "../../notebook/notebook.js";
import type {Part} from "../../notebook/part.js";
import {patchNotebook} from "../../notebook/patch.js";
import type {Note} from "./candidates.js";
import {changesFor, type Lesson} from "./changes.js";
import {observe, type Seen, type Task} from "./observe.js";

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
    const text = patchNotebook(task.text, {sources});
    const seen = await observe({...task, text, seed: task.seed + attempt - 1}, {signal});
    const found = new Map(seen.map((one) => [one.number, one]));
    const edited = notebook.cells.filter(({kind, index}) => kind === "code" && sources.has(index)).map(({number}) => number);
    const failed = edited.filter((number) => found.get(number)?.state === "failed" && !found.get(number)!.stale);
    // A cell that only imports has no test; a notebook that cannot be loaded has but one, of no cell.
    const missing = current.map(({part}) => part.cell.number).filter((number) => !/passed|failed/.test(found.get(number)?.state ?? ""));
    const wrong = failed.length > 0 ? failed : missing;
    if (wrong.length === 0) return {lessons: current, notes: [...notes, ...staleNotes(edited, found)]};
    const importing = wrong.find((number) => !current.some(({part}) => part.cell.number === number));
    if (importing !== undefined)
      return {
        lessons: [],
        notes: [
          ...notes,
          {cell: importing, message: `nothing is proposed: with an import of chai it fails: ${found.get(importing)!.error}`},
        ],
      };
    const reason = (number: number) => found.get(number)?.error ?? found.get(0)?.error ?? "it did not run";
    current = current.flatMap((lesson) =>
      wrong.includes(lesson.part.cell.number) ? retried(lesson, {reason: reason(lesson.part.cell.number), notes}) : [lesson],
    );
  }
  return {lessons: current, notes};
}

/** A lesson without what needs the value's type, if that leaves something; else nothing. */
function retried(lesson: Lesson, {reason, notes}: {reason: string; notes: Note[]}): Lesson[] {
  const claims = lesson.claims.filter(({typed}) => !typed);
  const simpler = claims.length > 0 && claims.length < lesson.claims.length;
  notes.push({cell: lesson.part.cell.number, message: `${simpler ? "not all" : "nothing"} is proposed: a test with it failed: ${reason}`});
  return simpler ? [{...lesson, claims}] : [];
}

const staleNotes = (edited: readonly number[], found: ReadonlyMap<number, Seen>): Note[] =>
  edited.flatMap((cell) =>
    found.get(cell)?.stale ? [{cell, message: "shows something else than what is stored below it; ddx run -o writes it anew"}] : [],
  );
