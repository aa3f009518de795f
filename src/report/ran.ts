import {escapeHtml} from "../display/escape.js";
import type {CellRan} from "../notebook/ran.js";

/** Style of what the functions here write. */
export const ranStyle = `
.painted{display:flex}
.painted>.code{flex:1;min-width:0}
.cell pre.gutter{flex:none;padding-left:2px;padding-right:6px;overflow:hidden;user-select:none;color:var(--comment)}
.gutter span{display:inline-block;width:2ch;height:1.55em;line-height:1.55;vertical-align:top;text-align:center;border-left:3px solid transparent}
.gutter .ran{border-color:#2e9e5b;color:var(--string)}.gutter .partly{border-color:#b07d00;border-left-style:dashed}.gutter .never{border-color:#c5221f;border-left-style:double;color:var(--text);font-weight:700}
.ran-words{font-size:13px;color:var(--comment);margin:4px 14px}.ran-words.wrong{color:var(--text);font-weight:600}
@media print{.gutter{display:none}}`;

const marks = {ran: "✓", partly: "◐", never: "✗"} as const;

/** A mark beside each line of a cell that says whether it ran under test; {@link ranHtml} says the same in words. */
export function gutterHtml({lines: ran}: CellRan, {lines}: {lines: number}): string {
  const marked = Array.from({length: lines}, (_, index) => {
    const state = ran[index + 1];
    return `<span${state ? ` class="${state}"` : ""}>${state ? marks[state] : " "}</span>`;
  });
  return `<pre class="gutter" aria-hidden="true">${marked.join("\n")}</pre>`;
}

/** What became of a cell's test, and which of its lines ran, in words. */
export function ranHtml({test, lines}: CellRan): string {
  const of = (...states: string[]) => Object.entries(lines).flatMap(([line, state]) => (states.includes(state) ? [line] : []));
  const total = Object.keys(lines).length;
  const words = [
    test && `test ${test}`,
    total > 0 && `${of("ran", "partly").length} of ${total} lines ran`,
    of("never").length > 0 && `never: ${of("never").join(", ")}`,
    of("partly").length > 0 && `in part: ${of("partly").join(", ")}`,
  ];
  const said = words.filter(Boolean).join(" · ");
  return (
    said &&
    `<p class="ran-words${test === "failed" ? " wrong" : ""}">${test === "failed" ? "✗ " : test === "passed" ? "✓ " : ""}${escapeHtml(said)}</p>`
  );
}
