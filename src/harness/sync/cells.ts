import {codeCells, type Notebook, type NotebookCell} from "../../notebook/notebook.js";
import type {Patch} from "../../notebook/patch.js";
import type {Edits} from "./edits.js";
import {merge} from "./merge.js";
import {hunks} from "./tokens.js";

/** The states of a notebook that a patch lies between. */
export interface Versions {
  /** As it was when its test was extracted. */
  base: Notebook;
  /** The same, as it is tested. */
  tested: Notebook;
  /** As it is now. */
  now: Notebook;
}

/** What edits of a test are in the notebook as it is now, merged cell by cell with what changed there; or what collides. */
export function patchOf({sources, added}: Pick<Edits, "sources" | "added">, {base, tested, now}: Versions): Patch | {refused: string[]} {
  const partner = cellsNow(base, now);
  const [raw, set] = [codeCells(base), codeCells(tested)];
  const refused: string[] = [];
  const merged = new Map<number, string>();
  for (const [number, theirs] of sources) {
    const old = raw[number - 1]!;
    const cell = partner.get(old);
    const whole = merge({base: set[number - 1]!.source, ours: old.source, theirs});
    const place = `${now.path}, cell ${cell?.number ?? number}`;
    if ("lines" in whole) {
      refused.push(`${place}, line ${whole.lines[0]}: the test sets a parameter there; change it in the notebook, then ddx extract`);
      continue;
    }
    const both = cell && merge({base: old.source, ours: cell.source, theirs: whole.text});
    if (!cell || !both) refused.push(`${place} was edited in the test, and is no longer in the notebook; undo one of the two`);
    else if ("lines" in both) refused.push(`${place}, ${spell(both.lines)} changed there and in the test; undo one of the two`);
    else if (both.text !== cell.source) merged.set(cell.index, both.text);
  }
  const cells = added.flatMap(({beside, side, source, heading}) => {
    const cell = raw[beside - 1] && partner.get(raw[beside - 1]!);
    if (!cell) refused.push(`${now.path}: the cell beside a new test is no longer in the notebook; write the test as a cell there`);
    const at = (cell?.index ?? 0) + (side === "after" ? 1 : 0);
    return [...(heading === undefined ? [] : [{at, kind: "markdown" as const, source: heading}]), {at, kind: "code" as const, source}];
  });
  return refused.length > 0 ? {refused} : {sources: merged, added: cells};
}

const spell = ([first, last]: readonly [number, number]) => (first === last ? `line ${first}` : `lines ${first} to ${last}`);

/** Which cell of a notebook each code cell of an earlier version is: by its id, else by its place, else by the lines that it still has. */
function cellsNow(base: Notebook, now: Notebook): ReadonlyMap<NotebookCell, NotebookCell> {
  const [old, own] = [codeCells(base), codeCells(now)];
  const byId = new Map(own.map((cell) => [cell.id, cell]));
  const found = new Map(old.flatMap((cell): [NotebookCell, NotebookCell][] => (byId.has(cell.id) ? [[cell, byId.get(cell.id)!]] : [])));
  const taken = new Set(found.values());
  const ids = (cells: readonly NotebookCell[]) => cells.map(({id}) => id);
  for (const {old: from, new: to} of hunks(ids(old), ids(own))) {
    const [gone, come] = [old.slice(...from).filter((cell) => !found.has(cell)), own.slice(...to).filter((cell) => !taken.has(cell))];
    for (const [index, cell] of gone.entries()) {
      const like =
        gone.length === come.length
          ? come[index]
          : nearest(
              cell,
              come.filter((one) => !taken.has(one)),
            );
      if (like) taken.add(found.set(cell, like).get(cell)!);
    }
  }
  return found;
}

/** The cell that has most lines of another, and one at least. */
function nearest({source}: NotebookCell, cells: readonly NotebookCell[]): NotebookCell | undefined {
  const lines = new Set(source.split("\n").filter((line) => line.trim() !== ""));
  const shared = (cell: NotebookCell) => cell.source.split("\n").filter((line) => lines.has(line)).length;
  return [...cells].sort((a, b) => shared(b) - shared(a)).find((cell) => shared(cell) > 0);
}
