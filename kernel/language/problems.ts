import type {Notebook} from "./notebook.js";
import type {Position} from "./server.js";
import {plainTypes} from "./plain.js";
import {spanOf, type Span, type Spot} from "./spots.js";

/** What the type checker objects to. */
export interface TypeProblem extends Span {
  /** 1-based line of the cell. */
  line: number;
  /** 1-based column, in UTF-16 units. */
  column: number;
  /** 1-based line of its end. */
  endLine: number;
  /** 1-based column behind it. */
  endColumn: number;
  /** TypeScript's number for it. */
  code: number;
  /** TypeScript's words, what explains them on lines of their own. */
  message: string;
  /** How bad it is. */
  category: "error";
}

/** A diagnostic as language servers have it. */
export interface Diagnostic {
  /** Where. */
  range: {start: Position; end: Position};
  /** 1 for an error. */
  severity?: number;
  /** TypeScript's number. */
  code?: number;
  /** TypeScript's words. */
  message: string;
}

/** A module without types is any; a cell may export what it likes. */
const accepted: readonly number[] = [7016, 1203, 2309];

/** Errors of the 7000s that have nothing to do with `noImplicitAny`: fall through, missing returns, … */
const explicit: readonly number[] = [7027, 7028, 7029, 7030, 7042];

const isImplicitAny = (code: number): boolean => code >= 7005 && code < 7060 && !explicit.includes(code);

/** The errors that lie in the cell, in order. */
export function problemsOf(
  diagnostics: readonly Diagnostic[],
  {spot, notebook, noImplicitAny}: {spot: Spot; notebook: Notebook; noImplicitAny: boolean},
): TypeProblem[] {
  const reported = (code: number) => !accepted.includes(code) && (noImplicitAny || !isImplicitAny(code));
  const errors = diagnostics.filter(({severity, code = 0}) => severity === 1 && reported(code));
  const found = errors.flatMap(({range, code = 0, message}): TypeProblem[] => {
    const span = spanOf(range, spot);
    if (!span) return [];
    const [from, to] = [place(spot.source, span.start), place(spot.source, span.end)];
    const ends = {endLine: to.line, endColumn: to.column};
    return [{...span, ...from, ...ends, code, message: plainTypes(message, notebook), category: "error"}];
  });
  return found.sort((a, b) => a.start - b.start);
}

function place(source: string, offset: number): {line: number; column: number} {
  const before = source.slice(0, offset).split("\n");
  return {line: before.length, column: before.at(-1)!.length + 1};
}
