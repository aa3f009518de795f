import type {Output} from "../notebook/output.js";
import {excerpt} from "./excerpt.js";
import type {CellRun} from "./run.js";

const marks = {ok: "✓", failed: "✗", skipped: "–", waiting: "·"} as const;

/** A cell's line: `✓ cell 3/12 "Scale the inputs" 0.4 s`. */
export function progressLine({cell, status, seconds}: CellRun, {total}: {total: number}): string {
  const time = status === "skipped" ? "skipped" : `${seconds.toFixed(1)} s`;
  return `${marks[status]} ${cellName(cell, {total})} ${time}`;
}

/** How a cell is called while it runs: `cell 3/12 "Scale the inputs"`. */
export const cellName = ({number, title}: CellRun["cell"], {total}: {total: number}): string =>
  `cell ${number}/${total}${title ? ` "${title}"` : ""}`;

/** Where and why a cell failed, with its source. */
export function failureText({cell, error, late}: CellRun, {path}: {path: string}): string {
  if (!error) return "";
  const {name, message, line, column} = error;
  const place = `${path}, cell ${cell.number}${line === undefined ? "" : `, line ${line}`}`;
  const head = `${place}${late ? ", when the cell was done" : ""}: ${name}: ${message}`;
  return `${head}\n${excerpt(cell.source, {line: line ?? 1, column})}`;
}

/** An output as text; empty for an error, which {@link failureText} describes. */
export function outputText(output: Output): string {
  if (output.output_type === "stream") return output.text;
  if (output.output_type === "error") return "";
  const text = output.data["text/plain"];
  return typeof text === "string" ? `${text}\n` : `[${Object.keys(output.data).join(", ")}]\n`;
}
