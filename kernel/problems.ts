import type {Bundle} from "../src/display/bundle.js";
import {escapeHtml} from "../src/display/escape.js";
import type {TypeProblem} from "./language.js";
import type {Failure} from "./protocol.js";

/** MIME type under which type errors travel as plain JSON. */
export const problemsType = "application/vnd.ddx.problems+json";

/** Type errors of a cell as a warning that does not hold it up. */
export function problemsBundle(problems: readonly TypeProblem[], {label, source}: {label: string; source: string}): Bundle {
  const title = `cell ${label}: ${problems.length === 1 ? "a type error" : `${problems.length} type errors`}; it runs all the same`;
  const parts = problems.slice(0, most).map((problem) => ({problem, code: excerpt(problem, source)}));
  const more = problems.length > most ? `… and ${problems.length - most} more` : "";
  const text = parts.map(({problem, code}) => `${words(problem)}\n${code}`);
  const html = parts.map(
    ({problem, code}) => `<div>${escapeHtml(words(problem))}</div><code style="${codeStyle}">${escapeHtml(code)}</code>`,
  );
  return {
    data: {
      "text/plain": [title, ...text, more].filter((line) => line !== "").join("\n"),
      "text/html": `<div role="note" style="${boxStyle}"><strong>${escapeHtml(title)}</strong>${html.join("")}${more}</div>`,
      [problemsType]: problems,
    },
    metadata: {},
  };
}

/** Type errors of a cell that is not run because of them. */
export function problemsFailure(problems: readonly TypeProblem[], label: string): Failure {
  const [{line, column}] = problems as [TypeProblem];
  const message = problems.slice(0, most).map(words).join("\n");
  return {name: "TypeCheckError", message, frames: [`at cell ${label}, line ${line}:${column}`], causes: []};
}

const most = 10;
const boxStyle = "border-left:4px solid #9a5b00;padding:.2em .8em;margin:.3em 0";
const codeStyle = "display:block;white-space:pre;overflow:auto;margin:.2em 0 .5em;background:none;color:inherit";

const words = ({code, line, message}: TypeProblem): string => `TS${code}, line ${line}: ${message}`;

/** The line, and what is meant in it. */
function excerpt({line, column, endLine, endColumn}: TypeProblem, source: string): string {
  const text = source.split("\n")[line - 1] ?? "";
  const length = Math.max(1, (endLine === line ? endColumn : text.length + 1) - column);
  const indent = text.slice(0, column - 1).replace(/[^\t]/g, " ");
  return `${line} | ${text}\n${" ".repeat(String(line).length)} | ${indent}${"^".repeat(length)}`;
}
