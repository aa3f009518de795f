import {readFile} from "node:fs/promises";
import path from "node:path";
import coverage from "istanbul-lib-coverage";
import {sourceHash} from "../../notebook/extract.js";
import type {Notebook} from "../../notebook/notebook.js";
import type {CellRan, NotebookRan} from "../../notebook/ran.js";
import type {CellCoverage, NotebookCoverage} from "./cells.js";

/** The file in a folder of reports that {@link readRan} reads. */
const ranFile = "notebooks.json";

/** What `ddx report` paints into its page, as the file's name and its text. */
export function ranText(covered: readonly NotebookCoverage[]): {name: string; text: string} {
  const notebooks = covered.map(({file, hash, cells}): [string, NotebookRan] => [
    path.relative("", file),
    {hash, cells: cells.map(({number, test, data}) => ({number, test, lines: linesOf(data)}))},
  ]);
  return {name: ranFile, text: `${JSON.stringify(Object.fromEntries(notebooks), null, 1)}\n`};
}

/** Reads what became of a notebook's cells; throws one line where that is not known, or is known of other cells. */
export async function readRan(folder: string, {notebook}: {notebook: Notebook}): Promise<NotebookRan> {
  const name = path.join(folder, ranFile);
  const again = `run ddx test --coverage ${notebook.path}`;
  const text = await readFile(name, "utf8").catch(() => {
    throw new RangeError(`there is no ${name}; ${again}`);
  });
  const ran = (JSON.parse(text) as Record<string, NotebookRan>)[path.relative("", notebook.path)];
  if (!ran) throw new RangeError(`${name} knows nothing of ${notebook.path}; ${again}`);
  if (ran.hash !== sourceHash(notebook)) throw new RangeError(`${name} is of other cells than ${notebook.path} holds now; ${again}`);
  return ran;
}

function linesOf(data: CellCoverage["data"]): CellRan["lines"] {
  const file = coverage.createFileCoverage(data);
  const branches = file.getBranchCoverageByLine() as unknown as Record<string, {coverage: number}>;
  const lines = Object.entries(file.getLineCoverage()).map(([line, count]) => {
    if (count === 0) return [line, "never"] as const;
    return [line, (branches[line]?.coverage ?? 100) < 100 ? "partly" : "ran"] as const;
  });
  return Object.fromEntries(lines);
}
