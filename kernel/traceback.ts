import {placePattern, type Failure} from "./protocol.js";

/** An error as Jupyter shows it. */
export interface Trouble {
  /** The error's name. */
  ename: string;
  /** Its message. */
  evalue: string;
  /** Lines, some coloured by ANSI sequences. */
  traceback: string[];
  /** 1-based line of the cell that it was thrown in, or passed through. */
  line?: number;
  /** 1-based column there. */
  column?: number;
}

const red = (text: string): string => `\x1b[31m${text}\x1b[39m`;
const bold = (text: string): string => `\x1b[1m${text}\x1b[22m`;

/** Describes what was thrown; `sourceOf` finds the source of a cell by its label, `label` is the cell that failed. */
export function describeTrouble(
  failure: Failure,
  {label, sourceOf}: {label: string; sourceOf: (label: string) => string | undefined},
): Trouble {
  const {name, message, frames, causes} = failure;
  const places = frames.flatMap((frame) => placesOf(frame));
  const [line, column] = places.find((place) => place.label === label)?.at ?? [];
  const own = places[0];
  const excerpt = own ? excerptOf(sourceOf(own.label), {...own, at: own.at}) : [];
  const inner = causes.flatMap((cause) =>
    describeTrouble(cause, {label, sourceOf}).traceback.map((text, index) => (index === 0 ? `caused by ${text}` : text)),
  );
  const traceback = [`${red(bold(name))}: ${message}`, ...excerpt, ...frames.map((frame) => `    ${frame}`), ...inner];
  return {ename: name, evalue: message, traceback, ...(line !== undefined && {line, column: column!})};
}

/** A problem of the parser or the compiler, thrown like any other error. */
export const syntaxFailure = ({message, line, column}: {message: string; line: number; column: number}, label: string): Failure => ({
  name: "SyntaxError",
  message,
  frames: [`at cell ${label}, line ${line}:${column}`],
  causes: [],
});

/** An error of the kernel itself, without frames. */
export const failureOf = (name: string, message: string): Failure => ({name, message, frames: [], causes: []});

function placesOf(frame: string): {label: string; at: [number, number]}[] {
  const [, label, line, column] = placePattern.exec(frame) ?? [];
  return label === undefined ? [] : [{label, at: [Number(line), Number(column)]}];
}

function excerptOf(source: string | undefined, {label, at: [line, column]}: {label: string; at: [number, number]}): string[] {
  const lines = source?.split("\n") ?? [];
  if (lines[line - 1] === undefined) return [];
  const width = String(line + 1).length;
  const shown = [line - 1, line, line + 1]
    .filter((number) => lines[number - 1] !== undefined)
    .flatMap((number) => {
      const {text, at} = windowOf(lines[number - 1]!, number === line ? column : 1);
      const written = `${number === line ? red(">") : " "} ${String(number).padStart(width)} | ${text}`;
      return number === line ? [written, `  ${" ".repeat(width)} | ${" ".repeat(Math.max(at - 1, 0))}${red("^")}`] : [written];
    });
  return [`cell ${label}, line ${line}`, ...shown];
}

const widest = 100;

/** What of a long line a front end can show without breaking it, around a column; `at` is that column in it. */
function windowOf(text: string, column: number): {text: string; at: number} {
  if (text.length <= widest) return {text, at: column};
  const start = Math.max(0, Math.min(column - 1 - widest / 2, text.length - widest));
  const [before, behind] = [start > 0 ? "…" : "", start + widest < text.length ? "…" : ""];
  return {text: `${before}${text.slice(start, start + widest)}${behind}`, at: column - start + before.length};
}
