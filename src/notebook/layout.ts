import type MagicString from "magic-string";
import type {Syntax} from "./parse.js";
import {walk} from "./walk.js";

/** Ranges of a cell where an indent would change a value. */
export type Verbatim = readonly [number, number][];

/** Puts a text without surrounding blank lines `depth` levels of two spaces in. */
export const indent = (text: MagicString, {depth, verbatim}: {depth: number; verbatim: Verbatim}): MagicString =>
  text.trim().indent("  ".repeat(depth), {exclude: [...verbatim]});

/** The literals of a text that span lines. */
export function verbatimOf({program, source}: Pick<Syntax, "program" | "source">): Verbatim {
  const found: [number, number][] = [];
  walk(program, ({type, start, end}) => {
    if (/^(TemplateElement|Literal|JSXText)$/.test(type) && source.slice(start, end).includes("\n")) found.push([start, end]);
  });
  return found;
}
