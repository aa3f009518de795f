import type {Evidence} from "../finding.js";
import {escapeHtml, plain} from "./escape.js";
import {evidenceText} from "./evidence-text.js";
import {evidenceHtml} from "./finding.js";
import type {Bundle} from "./mime.js";
import {isListOf, isObject} from "./recognise.js";
import {styleElement} from "./style.js";

/** Something to look at: a sentence and its evidence, without a verdict. */
export interface Sight {
  /** One sentence. */
  summary: string;
  /** What can be seen. */
  evidence: readonly Evidence[];
}

/** Whether a value is a sight, judged by its shape; a finding is none. */
export const isSight = (value: unknown): value is Sight =>
  isObject(value) &&
  typeof value["summary"] === "string" &&
  !("verdict" in value) &&
  isListOf(value["evidence"], isEvidence) &&
  value["evidence"].length > 0;

const isEvidence = (value: unknown): value is Evidence =>
  isObject(value) && typeof value["kind"] === "string" && typeof value["label"] === "string";

/** A sight as text and HTML. */
export async function sightBundle({summary, evidence}: Sight): Promise<Bundle> {
  const lines = [plain(summary), ...evidence.flatMap((each) => ["", ...evidenceText(each, {width: 100})])];
  const html = `<div class="ddx">${styleElement}<p class="ddx-because">${escapeHtml(summary)}</p>${await evidenceHtml(evidence)}</div>`;
  return {data: {"text/plain": lines.map((line) => line.trimEnd()).join("\n"), "text/html": html}, metadata: {}};
}
