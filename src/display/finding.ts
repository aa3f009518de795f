import type {Certainty, Finding, Source, Verdict} from "../finding.js";
import {escapeHtml, webAddress} from "./escape.js";
import {figureHtml} from "./figure.js";
import {formatNumber} from "./number.js";
import {styleElement, verdicts} from "./style.js";

/** A finding as one HTML fragment. */
export async function findingHtml(finding: Finding): Promise<string> {
  const {name, stage} = finding.about;
  const head = `${badge(finding.verdict)} <h3><code>${escapeHtml(name)}</code></h3> <small>${escapeHtml(stage)}</small>`;
  const edge = `style="--edge:${lookOf(finding.verdict).colour}"`;
  return `<div class="ddx">${styleElement}<article class="ddx-card" ${edge}><header>${head}</header><p class="ddx-because">${escapeHtml(finding.summary)}</p>${await findingBody(finding)}</article></div>`;
}

/** A finding as a line that opens to its evidence, remedy and source. */
export async function findingRow(
  finding: Finding,
  {open = false, id, note = ""}: {open?: boolean; id?: string; note?: string} = {},
): Promise<string> {
  const {name} = finding.about;
  const anchor = id ? ` id="${escapeHtml(id)}"` : "";
  const line = `${badge(finding.verdict)}<code>${escapeHtml(name)}</code>${escapeHtml(finding.summary)}${note && ` <small>(${escapeHtml(note)})</small>`}`;
  return `<details class="ddx-finding"${anchor}${open ? " open" : ""}><summary>${line}</summary>${await findingBody(finding)}</details>`;
}

/** What a finding says beyond its summary: the remedy, its evidence as figures, then why, how sure and the source. */
export async function findingBody({about, accepted, certainty, evidence, verdict}: Finding): Promise<string> {
  const ill = verdict === "fail" || verdict === "warn";
  const facts: [string, string][] = [
    ["Accepted", accepted ? escapeHtml(accepted) : ""],
    ["Why", ill ? escapeHtml(about.cause) : ""],
    [ill ? "Symptom" : "Looks for", escapeHtml(about.symptom)],
    ["Certainty", escapeHtml(describeCertainty(certainty))],
    ["Source", sourceHtml(about.source)],
  ];
  return (ill ? remedyHtml(about.remedy) : "") + (await evidenceHtml(evidence)) + factsHtml(facts);
}

/** What to do, set off from the rest. */
export const remedyHtml = (remedy: string): string => `<p class="ddx-remedy"><strong>Remedy</strong> ${escapeHtml(remedy)}</p>`;

/** Names and HTML values as a list of definitions; empty values are left out. */
export const factsHtml = (facts: readonly (readonly [string, string])[]): string =>
  `<dl class="ddx-what">${facts.map(([name, value]) => (value ? `<dt>${name}</dt><dd>${value}</dd>` : "")).join("")}</dl>`;

/** Evidence as a row of figures. */
export async function evidenceHtml(evidence: Finding["evidence"]): Promise<string> {
  const figures = await Promise.all(evidence.map(figureHtml));
  return figures.length ? `<div class="ddx-evidence">${figures.join("\n")}</div>` : "";
}

/** A verdict as a coloured word. */
export const badge = (verdict: Verdict): string =>
  `<span class="ddx-badge ddx-${lookOf(verdict).word}">${lookOf(verdict).sign} ${lookOf(verdict).word}</span>`;

/** Sign, word and colour of a verdict; an unknown one looks like a skip. */
export const lookOf = (verdict: Verdict) => (Object.hasOwn(verdicts, verdict) ? verdicts[verdict] : verdicts.skip);

/** How sure a verdict is, in words. */
export function describeCertainty(certainty: Certainty | undefined): string {
  if (!certainty) return "";
  return certainty === "exact" ? "exact" : `p = ${formatNumber(certainty.p, {digits: 2})} (${certainty.test})`;
}

/** Title, authors, year and place of a source, in words. */
export const describeSource = ({title, by, year, at}: Source): string =>
  [`${by}: ${title}`, year, at].filter((part) => part !== undefined && part !== "").join(", ");

/** A source in words, as a link when it has an address. */
export function sourceHtml(source: Source): string {
  const url = webAddress(source.url);
  const words = escapeHtml(describeSource(source));
  return url ? `<a href="${escapeHtml(url)}" rel="noopener noreferrer">${words}</a>` : words;
}
