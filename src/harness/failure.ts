import type {Graph} from "../notebook/graph.js";
import type {Suite} from "../notebook/extract.js";
import {codeCells, type Notebook} from "../notebook/notebook.js";
import {isAbout} from "../notebook/specifiers.js";
import {walk, type Node} from "../notebook/walk.js";
import {excerpt} from "./excerpt.js";
import {placeIn, type CellPlace} from "./trace.js";

/** A notebook that is being tested. */
export interface Tested {
  /** The notebook. */
  notebook: Notebook;
  /** What was extracted from it. */
  suite: Suite;
  /** Which of its cells use what others define. */
  graph: Graph;
}

/** Puts the place in the notebook and its source before an error's frames. */
export function locate(error: Error, tested: readonly Tested[]): void {
  const place = placeIn(error.stack ?? "");
  if (place) annotate(error, {place, tested});
}

/** The same for an error without a frame in a cell, such as a timeout: the whole cell is meant. */
export function annotate(
  error: Error,
  {place, tested}: {place: Omit<CellPlace, "column"> & {column?: number}; tested: readonly Tested[]},
): void {
  const {path, cell, line, column} = place;
  const notebook = tested.find((one) => one.notebook.path === path)?.notebook;
  const source = notebook && codeCells(notebook)[cell - 1]?.source;
  if (source === undefined) return;
  const text = `${path}, cell ${cell}, line ${line}\n${excerpt(source, {line, column})}\n`.replace(/^(?=.)/gm, "    ");
  const stack = error.stack ?? `${error.name}: ${error.message}`;
  const frames = stack.search(/^ {4}at /m);
  error.stack = frames < 0 ? `${stack}\n${text}` : `${stack.slice(0, frames)}${text}${stack.slice(frames)}`;
}

/** What a cell threw, with its place: where no frame lies in a cell, the whole cell is meant, when it is known. */
export function placed(thrown: unknown, {cell, tested}: {cell?: number | undefined; tested: Tested}): Error {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  locate(error, [tested]);
  if (cell !== undefined && !error.stack?.includes("\n    > "))
    annotate(error, {place: {path: tested.notebook.path, cell, line: 1}, tested: [tested]});
  return error;
}

/** The same for a test's error, once: where no frame lies in a cell, the test's own cell is meant, and there the import of the module that the error is about. */
export function locateFailure(error: Error, {test, tested}: {test: Mocha.Runnable; tested: readonly Tested[]}): void {
  if (error.stack?.includes("\n    > ")) return;
  locate(error, tested);
  if (error.stack?.includes("\n    > ")) return;
  const titles = test.titlePath().join("\n");
  const own = tested.find(({suite}) => suite.tests.some((place) => place.titles.join("\n") === titles));
  const place = own?.suite.tests.find((one) => one.titles.join("\n") === titles);
  if (own && place) annotate(error, {place: {path: own.notebook.path, ...importAbout(error, {own, cell: place.number})}, tested});
}

function importAbout({message}: Error, {own, cell}: {own: Tested; cell: number}): {cell: number; line: number} {
  const {source, program} = own.suite.parts.find((part) => part.cell.number === cell)!.syntax;
  const starts: number[] = [];
  walk(program, (node: Node & {source?: {value?: unknown}}) => {
    if (typeof node.source?.value === "string" && isAbout(node.source.value, message)) starts.push(node.start);
  });
  return {cell, line: source.slice(0, starts[0] ?? 0).split("\n").length};
}
