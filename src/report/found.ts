import {diagnosisType, findingType} from "../display/mime.js";
import {isDiagnosis, isFinding} from "../display/recognise.js";
import type {Diagnosis, Finding} from "../finding.js";
import type {Notebook, NotebookCell, Output} from "../notebook/notebook.js";

/** A diagnosis or findings that a notebook shows. */
export interface Found {
  /** The cell that shows it. */
  cell: NotebookCell;
  /** Prefix of the anchors of its findings. */
  anchors: string;
  /** Given for a diagnosis. */
  diagnosis?: Diagnosis;
  /** Given for findings without a diagnosis. */
  findings?: readonly Finding[];
}

/** The diagnoses and the findings of a notebook's outputs, in its order. */
export const foundIn = (notebook: Notebook): Found[] =>
  notebook.cells.flatMap((cell) =>
    findingOutputs(cell).map((output) => ({cell, anchors: findingAnchors(cell, output), ...findingsOf(output)})),
  );

/** The diagnosis or the findings that an output carries as JSON, when their shape is right. */
export function findingsOf(output: Output): {diagnosis?: Diagnosis; findings?: readonly Finding[]} {
  if (!("data" in output)) return {};
  const diagnosis = output.data[diagnosisType];
  if (isDiagnosis(diagnosis)) return {diagnosis};
  const findings = [output.data[findingType]].flat();
  return findings.length && findings.every(isFinding) ? {findings} : {};
}

/** An output with the one form that the page shows, and its text. */
export function slim(output: Output): Output {
  if (!("data" in output)) return output;
  const kept = [...shownTypes, diagnosisType, findingType].find((type) => type in output.data);
  const said = "text/plain" in output.data ? {"text/plain": output.data["text/plain"]} : {};
  const found = [diagnosisType, findingType].filter((type) => type in output.data).map((type) => [type, output.data[type]] as const);
  const shown = found.length ? Object.fromEntries(found) : kept ? {[kept]: output.data[kept]} : {};
  return {...output, data: {...shown, ...said}};
}

/** MIME types that a page can show, the best first. */
export const shownTypes = [
  "image/svg+xml",
  "image/png",
  "image/jpeg",
  "image/webp",
  "image/gif",
  "text/html",
  "text/markdown",
  "text/latex",
  "application/json",
  "text/plain",
];

/** The anchor of a cell. */
export const cellAnchor = (cell: NotebookCell): string => `cell-${cell.id.replace(/[^\w-]+/g, "_")}`;

/** The prefix of the anchors of the findings that a cell's output shows; from the second such output on it has a number. */
export function findingAnchors(cell: NotebookCell, output: Output): string {
  const place = findingOutputs(cell).indexOf(output);
  return `${cellAnchor(cell)}-${place > 0 ? `${place + 1}-` : ""}`;
}

const findingOutputs = (cell: NotebookCell): Output[] => cell.outputs.filter((output) => Object.keys(findingsOf(output)).length > 0);
