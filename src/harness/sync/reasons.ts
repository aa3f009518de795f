import {parse} from "../../notebook/parse.js";
import type {Difference} from "./compare.js";
import type {SuiteFile} from "./suite-file.js";
import {partners} from "./tokens.js";

/** The line of a file on which a stretch of the same file stands that was laid out anew. */
export function lineIn(text: SuiteFile, {laid, at}: {laid: SuiteFile; at: number}): number {
  const source = text.syntax.source;
  if (source === laid.syntax.source) return lineAt(source, at);
  const [now, own] = [laid.tokens, text.tokens].map((tokens) => tokens.map((token) => token.text)) as [string[], string[]];
  const index = laid.tokens.findLastIndex(({start}) => start <= at);
  const same = partners(now, own);
  const place = same.slice(0, index + 1).findLast((one) => one !== undefined);
  return lineAt(source, text.tokens[place ?? 0]?.start ?? 0);
}

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split("\n").length;

/** Why an edit cannot be carried, and what to do about it. */
export function reasonFor({at, test}: Difference, {edited, source}: {edited: SuiteFile; source: string}): string {
  const body = edited.tests[test ?? -1]?.body.filter(({node}) => node) ?? [];
  const shown = body.findIndex(({tokens}) => tokens[0]?.text === "await" && /^shown_*$/.test(tokens[1]?.text ?? ""));
  if (shown >= 0 && shown < body.length - 1) return "what a cell shows stands last in it: write what follows await shown(…) above it";
  if (test !== undefined && edited.tests[test]!.title.start === at)
    return `this title is made from a heading of ${source}; change it there, then ddx extract`;
  const derived = edited.derived.some(({start, end}) => start <= at && at < end);
  if (derived) return `this line follows from the cells of ${source}, and is written by ddx extract; undo the change here`;
  const where = test === undefined ? "is not made from the text of a cell" : "would be another one if it were extracted from a cell";
  return `this line ${where}; undo the change here and make it in ${source}, then ddx extract`;
}

/** Why a text is no suite that ddx could have written. */
export function parseProblem(text: string, {file}: {file: string}): string {
  const [error] = parse(text).errors;
  if (!error) return `${file}: expected a call of describe with the tests, got none; restore it, or delete the file and run ddx extract`;
  return `${file}:${lineAt(text, error.labels[0]?.start ?? 0)}: cannot be read: ${error.message}`;
}
