import type {Random} from "../../../src/math/random.js";
import {parseNotebook} from "../../../src/notebook/notebook.js";
import {patchNotebook} from "../../../src/notebook/patch.js";

/** A notebook's text with one mistake in its code, and what that is. */
export interface Mutant {
  /** The text. */
  text: string;
  /** The line before and behind. */
  change: string;
}

/** Changes a constant, or turns an operator into its opposite, somewhere outside of assertions, imports and comments. */
export function mutate(text: string, draw: Random): Mutant {
  const sites = parseNotebook(text, {path: "a.ipynb"}).cells.flatMap(({source, index}) =>
    codeLines(source).flatMap(({line, at}) => changesOf(line).map((changed) => ({index, source, at, line, changed}))),
  );
  const {index, source, at, line, changed} = sites[Math.floor(draw() * sites.length)]!;
  const lines = source.split("\n").with(at, changed);
  return {text: patchNotebook(text, {sources: new Map([[index, lines.join("\n")]])}), change: `${line.trim()} -> ${changed.trim()}`};
}

/** The lines that are no part of an assertion, which may take several: a changed assertion is no mistake in the code. */
function codeLines(source: string): {line: string; at: number}[] {
  let asserting = false;
  return source.split("\n").flatMap((line, at) => {
    const begins = line.startsWith("expect(");
    const inside = asserting || begins;
    if (inside) asserting = !/\);( \/\/.*)?$/.test(line) && !/\.be\.(finite|NaN);( \/\/.*)?$/.test(line);
    return inside ? [] : [{line, at}];
  });
}

const opposites: Readonly<Record<string, string>> = {
  " + ": " - ",
  " - ": " + ",
  " * ": " / ",
  " / ": " * ",
  " < ": " >= ",
  " += ": " -= ",
  " -= ": " += ",
};

/** All versions of a line with one such change. */
function changesOf(line: string): string[] {
  if (/^\s*(expect|import|\/\/|await tf\.set|"|\$)|^[}\])]/.test(line) || line.includes("$schema")) return [];
  const code = line.replace(/\/\/.*$/, "").replace(/"[^"]*"/g, (text) => "_".repeat(text.length));
  const put = (start: number, old: string, fresh: string) => line.slice(0, start) + fresh + line.slice(start + old.length);
  const numbers = [...code.matchAll(/(?<![\w.$])\d+(\.\d+)?(?![\w.])/g)].map(({0: old, index}) =>
    put(index, old, String(old.includes(".") ? Number(old) * 3 : Number(old) * 2 + 1)),
  );
  const operators = Object.entries(opposites).flatMap(([old, fresh]) =>
    [...code.matchAll(new RegExp(old.replace(/[+*]/g, "\\$&"), "g"))].map(({index}) => put(index, old, fresh)),
  );
  return [...numbers, ...operators];
}
