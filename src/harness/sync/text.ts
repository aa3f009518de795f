import {cellDiff} from "../cell-diff.js";
import type {Carried, CellChange} from "./texts.js";

/** What is carried as text: a difference for each cell. */
export function syncText({cells}: Carried, {source}: {source: string}): string {
  if (cells.length === 0) return `${source} has these edits already`;
  return cells.map((cell) => cellText(cell, source)).join("\n");
}

function cellText({number, before, after, stale}: CellChange, source: string): string {
  const note = before === "" ? " (new)" : stale ? " (its outputs are those of the old source until it runs again)" : "";
  return `${source}, cell ${number}${note}:\n${cellDiff(before, after, {context: 2}).join("\n").trimEnd()}`;
}
