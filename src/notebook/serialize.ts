import type {Notebook, NotebookCell} from "./notebook.js";
import {lines, writeOutput} from "./output.js";

type Raw = Record<string, unknown>;

/** A notebook as Jupyter writes it: nbformat 4.5, sorted keys, one space of indent, a line feed at the end. */
export function serializeNotebook({cells, metadata}: Notebook): string {
  const notebook = {cells: cells.map(writeCell), metadata, nbformat: 4, nbformat_minor: 5};
  return `${JSON.stringify(sorted(notebook), null, 1)}\n`;
}

function writeCell({id, kind, source, metadata, attachments, outputs, executionCount}: NotebookCell): Raw {
  const cell = {cell_type: kind, id, metadata, source: lines(source), ...(attachments && {attachments})};
  return kind === "code" ? {...cell, execution_count: executionCount, outputs: outputs.map(writeOutput)} : cell;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}
