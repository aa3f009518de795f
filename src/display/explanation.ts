import type {Explanation} from "../errors/explanation.js";
import {escapeHtml} from "./escape.js";
import {describeSource, factsHtml, remedyHtml, sourceHtml} from "./finding.js";
import {isObject} from "./recognise.js";
import {styleElement} from "./style.js";

/** Whether a value is what `explainError` returns, judged by its shape. */
export const isExplanation = (value: unknown): value is Explanation =>
  isObject(value) &&
  ["message", "title", "cause", "fix", "certainty"].every((key) => typeof value[key] === "string") &&
  isObject(value["source"]);

/** The facts of an explanation by name, in the order in which they are read. */
export function explanationFacts({cause, fix, check, source}: Explanation): [string, string][] {
  const next = check === undefined ? "" : `diagnose(subject, {checks: [${JSON.stringify(check)}]}), or ddx explain ${check}`;
  const facts: [string, string][] = [
    ["Why", cause],
    ["Remedy", fix],
    ["Next", next],
    ["Source", describeSource(source)],
  ];
  return facts.filter(([, words]) => words !== "");
}

/** An explanation as one HTML fragment. */
export function explanationHtml(explanation: Explanation): string {
  const {title, message, certainty, fix, source} = explanation;
  const facts = explanationFacts(explanation)
    .filter(([name]) => name === "Why" || name === "Next")
    .map(([name, words]): [string, string] => [name, escapeHtml(words)]);
  const head = `<h3>${escapeHtml(title)}</h3> <small>${escapeHtml(certainty)}</small>`;
  const body = `<p class="ddx-because"><code>${escapeHtml(message)}</code></p>${remedyHtml(fix)}${factsHtml([...facts, ["Source", sourceHtml(source)]])}`;
  return `<div class="ddx">${styleElement}<article class="ddx-card"><header>${head}</header>${body}</article></div>`;
}
