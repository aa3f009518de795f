import type {Notebook} from "./notebook.js";
import {plainTypes} from "./plain.js";
import type {Position} from "./server.js";
import {spanOf, type Span, type Spot} from "./spots.js";

/** What is known of the name at a position. */
export interface Hover extends Span {
  /** Its declaration, as code. */
  signature: string;
  /** What its author says, as markdown. */
  documentation: string;
}

/** Quick info as language servers have it. */
export interface Info {
  /** Markdown: the declaration in a fence, then its documentation. */
  contents?: {value: string};
  /** What it is about. */
  range?: {start: Position; end: Position};
}

/** Takes quick info apart; undefined when there is none. */
export function hoverOf(info: Info | null | undefined, {spot, notebook}: {spot: Spot; notebook: Notebook}): Hover | undefined {
  const [, code = "", documentation = ""] = /^```\w*\n([^]*?)\n```\n?([^]*)$/.exec(info?.contents?.value ?? "") ?? [];
  const span = info?.range && spanOf(info.range, spot);
  if (code === "" || !span) return undefined;
  return {...span, signature: plainTypes(unaliased(code), notebook), documentation: documentation.trim()};
}

/** Names of earlier cells are imports only for the compiler. */
const unaliased = (code: string): string => code.replace(/^\(alias\) /, "").replace(/\nimport [^\n]*$/, "");
