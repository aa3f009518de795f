import {createPatch, OMIT_HEADERS} from "diff";
import type {Carried, CellChange} from "./texts.js";

/** What is carried as text: a difference for each cell. */
export function syncText({cells}: Carried, {source}: {source: string}): string {
  if (cells.length === 0) return `${source} has these edits already`;
  return cells.map((cell) => cellText(cell, source)).join("\n");
}

function cellText({number, before, after, stale}: CellChange, source: string): string {
  const [old, now] = [before, after].map((text) => text && `${text}\n`) as [string, string];
  const patch = createPatch(source, old, now, undefined, undefined, {context: 2, headerOptions: OMIT_HEADERS});
  const note = before === "" ? " (new)" : stale ? " (its outputs are those of the old source until it runs again)" : "";
  return `${source}, cell ${number}${note}:\n${patch.trimEnd()}`;
}
