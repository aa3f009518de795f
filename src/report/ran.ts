import {escapeHtml} from "../display/escape.js";
import type {CellRan} from "../notebook/ran.js";

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
