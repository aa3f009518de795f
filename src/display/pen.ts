import type {Finding} from "../finding.js";
import {plain} from "./escape.js";
import {lookOf} from "./finding.js";

/** How text is painted, and how wide it may be. */
export interface Pen {
  width: number;
  bold: (text: string) => string;
  faint: (text: string) => string;
  verdict: (finding: Pick<Finding, "verdict">, text: string) => string;
  /** In the colour of a look. */
  paint: (text: string, look: {ansi: number}) => string;
}

/** A fact with its name at the margin. */
export function fact(name: string, value: string, pen: Pen): string[] {
  const [first = "", ...rest] = wrap(value, {indent: 11, width: pen.width});
  return [`   ${pen.faint(name.padEnd(8))}${first.trimStart()}`, ...rest];
}

/** Words in lines of at most `width` columns, each line indented; a longer word has its own line, and a number keeps its unit beside it. */
export function wrap(words: string, {indent = 0, width}: {indent?: number; width: number}): string[] {
  const lines: string[] = [];
  for (const word of plain(words)
    .split(/(?<!\d)\s+|\s+(?!%|s\b)/)
    .filter(Boolean)) {
    const last = lines.at(-1);
    if (last !== undefined && indent + last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.map((line) => " ".repeat(indent) + line);
}

/** A pen for a terminal, or one that paints nothing. */
export function toPen({colour, width}: {colour: boolean; width: number}): Pen {
  const paint = (code: number) => (text: string) => (colour && text ? `\u001b[${code}m${text}\u001b[0m` : text);
  return {
    width,
    bold: paint(1),
    faint: paint(2),
    verdict: (finding, text) => paint(lookOf(finding.verdict).ansi)(text),
    paint: (text, {ansi}) => paint(ansi)(text),
  };
}
