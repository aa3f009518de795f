import {CommanderError} from "commander";
import {plain} from "../src/display/escape.js";

/** Whether ddx was called wrongly (exit code 2), and nothing failed (1): the command line, a RangeError, TypeError or SyntaxError, or a file that the system refuses. */
export const isMisuse = (error: unknown): boolean =>
  [CommanderError, RangeError, TypeError, SyntaxError].some((kind) => error instanceof kind) || isRefused(error);

/** An error as the one line that stands on standard error. */
export const errorLine = (error: unknown): string => `ddx: ${plain((error as Error)?.message ?? error).split("\n")[0]}`;

/** Commander's own errors, which take a line for each hint, as one line. */
export function usageLine(text: string): string {
  const [problem = "", ...hints] = text
    .trim()
    .replace(/^error: /, "")
    .split(/\s*\n\s*/);
  return `ddx: ${[problem, ...hints].join(" ")}${/--help/.test(text) ? "" : " (ddx --help shows what there is)"}\n`;
}

const refusals: readonly unknown[] = [
  "EACCES",
  "EEXIST",
  "EISDIR",
  "ELOOP",
  "ENAMETOOLONG",
  "ENOENT",
  "ENOTDIR",
  "ENXIO",
  "EPERM",
  "EROFS",
];

// A program that is not there is ENOENT too, with `spawn` as its call: nobody named it on the command line.
const isRefused = (error: unknown): boolean => {
  const {code, syscall = ""} = (error ?? {}) as NodeJS.ErrnoException;
  return refusals.includes(code) && !syscall.startsWith("spawn");
};
