import type {Notebook} from "../../notebook/notebook.js";
import type {Part} from "../../notebook/part.js";
import {firstComment, headings, type Heading} from "../../notebook/title.js";
import type {Edit} from "./carry.js";

/** Gives a cell's test another title: in its directive, in the comment that was the title, else in a directive of its own. */
export function retitle({cell, facts}: Part, {from, to}: {from: string; to: string}): Edit {
  const {source} = cell;
  const directive = facts.directives.findLast(({name}) => name === "test");
  if (directive) return {...lineAt(source, directive.line), text: `//| test: ${to}`};
  const comment = firstComment(source);
  if (comment === "" || comment !== from) return {start: 0, end: 0, text: `//| test: ${to}\n`};
  const start = source.indexOf(comment, source.search(/^\s*\/\/(?!\|)/m));
  return {start, end: start + comment.length, text: to};
}

function lineAt(source: string, line: number): {start: number; end: number} {
  const lines = source.split("\n");
  const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  return {start, end: start + (lines[line - 1]?.length ?? 0)};
}

/** The heading that a cell stands under. */
export const headingOf = ({cells}: Notebook, {cell}: Part): Heading | undefined =>
  cells
    .slice(0, cell.index)
    .filter(({kind}) => kind === "markdown")
    .flatMap(({source}) => headings(source).at(-1) ?? [])
    .at(-1);
