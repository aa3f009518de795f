/** What became of a cell under test, line by line. */
export interface CellRan {
  /** The code cell, from 1. */
  number: number;
  /** What became of its test: `passed`, `failed`, `skipped`, `skipped because of cell 3`, `not run`; empty for a cell without one. */
  test: string;
  /** The lines on which statements begin, from 1: whether they ran; `partly`: some branch on them never did. */
  lines: Readonly<Record<number, "ran" | "partly" | "never">>;
}

/** What became of a notebook's cells under test. */
export interface NotebookRan {
  /** Hash of the cells' sources, as tested. */
  hash: string;
  /** The cells that hold code. */
  cells: readonly CellRan[];
}
