import {stripAnsi} from "../../display/escape.js";
import {maskPaths} from "./paths.js";
import {maskTimes} from "./times.js";

/** Text without what changes from run to run: colours, overwritten progress, UUIDs, dates, times, durations, addresses, folders of absolute paths, trailing white space. */
export const normalise = (text: string): string => maskTimes(maskPaths(maskNames(settle(text))));

const settle = (text: string): string =>
  stripAnsi(text)
    .split("\n")
    .map((line) => lastWritten(line.trimEnd()))
    .join("\n")
    .trimEnd()
    .replaceAll("\u2212", "-")
    // Rules of tables are as long as their columns are wide.
    .replace(/([-=_─━═])\1{2,}/g, "$1$1$1");

// What a progress bar writes over itself is not seen.
const lastWritten = (line: string): string => line.slice(line.lastIndexOf("\r") + 1);

const maskNames = (text: string): string =>
  text
    .replace(/(?<![\da-f])[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}(?![\da-f])/gi, "‹uuid›")
    // Shorter ones are colours and flags.
    .replace(/\b0x[\da-f]{7,16}\b/gi, "‹address›");
