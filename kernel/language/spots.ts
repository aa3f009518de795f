import type {Position} from "./server.js";
import type {Placed} from "./texts.js";

/** A text with its line starts, as language servers count lines. */
export interface Lines {
  /** The text. */
  text: string;
  /** Offset of each line. */
  starts: readonly number[];
}

/** Finds a text's lines. */
export function linesOf(text: string): Lines {
  return {text, starts: [0, ...Array.from(text.matchAll(/\r\n|\n|\r/g), ({0: end, index}) => index + end.length)]};
}

/** The offset of a position. */
export function offsetAt({text, starts}: Lines, {line, character}: Position): number {
  return Math.min((starts[line] ?? text.length) + character, text.length);
}

/** The position of an offset. */
export function positionAt({starts}: Lines, offset: number): Position {
  const line = starts.findLastIndex((start) => start <= offset);
  return {line, character: offset - starts[line]!};
}

/** A range of a text. */
export interface Span {
  /** Offset, in UTF-16 units. */
  start: number;
  /** Offset behind it. */
  end: number;
}

/** A cell's text within its module. */
export interface Spot extends Placed {
  /** The cell's text. */
  source: string;
  /** The module's lines. */
  lines: Lines;
}

/** The part of a range that lies in the cell; undefined for one that lies elsewhere. */
export function spanOf({start, end}: {start: Position; end: Position}, {source, before, lines}: Spot): Span | undefined {
  const [from, to] = [start, end].map((position) => offsetAt(lines, position) - before.length) as [number, number];
  if (from < 0 || from > source.length) return undefined;
  return {start: from, end: Math.max(from, Math.min(to, source.length))};
}
