import {stages, type Diagnosis, type Finding, type Stage, type Suspect, type Verdict} from "../finding.js";
import {escapeHtml} from "./escape.js";
import {badge, findingBody, findingRow, lookOf, remedyHtml} from "./finding.js";
import {count, formatNumber} from "./number.js";
import {styleElement, verdicts} from "./style.js";

/** How a diagnosis is laid out. */
export interface Layout {
  /** Prefix of the anchors of findings; no anchors when left out. */
  anchors?: string;
  /** Whether the style comes along; true. */
  styled?: boolean;
}

/** A diagnosis as one HTML fragment: verdict and counts, the suspects with their evidence, then every finding by stage. */
export async function diagnosisHtml(diagnosis: Diagnosis, {anchors, styled = true}: Layout = {}): Promise<string> {
  const parts = [
    summaryHtml(diagnosis),
    await suspectsHtml(diagnosis, {anchors}),
    await stagesHtml(diagnosis.findings, {anchors, suspects: diagnosis.suspects}),
    environmentHtml(diagnosis),
  ];
  return `<div class="ddx">${styled ? styleElement : ""}${parts.join("\n")}</div>`;
}

/** The diagnosis in one sentence. */
export function headline({findings, suspects}: Pick<Diagnosis, "findings" | "suspects">): string {
  const failed = findings.filter(({verdict}) => verdict === "fail").length;
  const doubts = findings.filter(({verdict}) => verdict === "warn" || verdict === "unsure").length;
  const judged = findings.filter(({verdict}) => verdict !== "skip").length;
  if (suspects.length)
    return `${count(suspects.length, "suspect")}, ${suspects.length > 1 ? "the likeliest" : suspects[0]!.certainty}: ${suspects[0]!.name}`;
  if (failed) return `${count(failed, "check")} failed`;
  return doubts
    ? `No illness found; ${count(doubts, "doubt")} left`
    : judged
      ? `No illness found: ${judged === 1 ? "the one check" : `all ${judged} checks`} passed`
      : "Nothing could be checked";
}

/** How many findings have each verdict, in the order in which they are told; those without any are left out. */
export const tally = (findings: readonly Finding[]): [Verdict, number][] =>
  (Object.keys(verdicts) as Verdict[])
    .map((verdict): [Verdict, number] => [verdict, findings.filter((finding) => finding.verdict === verdict).length])
    .filter(([, number]) => number > 0);

/** Findings by stage, in the order of the stages; unknown stages last. */
export function byStage(findings: readonly Finding[]): [Stage, Finding[]][] {
  const order = new Set<Stage>([...stages, ...findings.map(({about}) => about.stage)]);
  return [...order]
    .map((stage): [Stage, Finding[]] => [stage, findings.filter(({about}) => about.stage === stage)])
    .filter(([, list]) => list.length > 0);
}

/** Headline and counts. */
export function summaryHtml(diagnosis: Pick<Diagnosis, "findings" | "suspects">): string {
  const counts = tally(diagnosis.findings).map(
    ([verdict, number]) => `<li><span class="ddx-badge ddx-${verdict}">${number} ${verdict}</span></li>`,
  );
  return `<h2>${escapeHtml(headline(diagnosis))}</h2><ul class="ddx-counts" aria-label="verdicts">${counts.join("")}</ul>`;
}

/** The differential: one card a suspect, the likeliest first. */
export async function suspectsHtml(
  {suspects, findings}: Pick<Diagnosis, "findings" | "suspects">,
  {anchors}: {anchors?: string} = {},
): Promise<string> {
  if (!suspects.length) return "";
  const cards = await Promise.all(
    suspects.map(async (suspect, index) =>
      suspectHtml(suspect, {rank: index + 1, anchors, finding: findings.find(({about}) => about.name === suspect.name)}),
    ),
  );
  return `<ol class="ddx-suspects">${cards.join("\n")}</ol>`;
}

async function suspectHtml(
  {name, because, remedy, certainty}: Suspect,
  {rank, anchors, finding}: {rank: number; anchors?: string; finding?: Finding},
): Promise<string> {
  const verdict = finding?.verdict ?? "fail";
  const head = `<span class="ddx-rank" aria-hidden="true">${rank}</span><h3><code>${escapeHtml(name)}</code></h3>${badge(verdict)}<span class="ddx-sure">${escapeHtml(certainty)}</span>`;
  const reasons = because.map((reason) => `<p class="ddx-because">${escapeHtml(reason)}</p>`).join("");
  const rest = finding ? await findingBody({...finding, verdict: "fail", about: {...finding.about, remedy}}) : remedyHtml(remedy);
  const id = anchors === undefined ? "" : ` id="${escapeHtml(anchorOf({about: {name}}, anchors))}"`;
  return `<li class="ddx-card"${id} style="--edge:${lookOf(verdict).colour}"><header>${head}</header>${reasons}${rest}</li>`;
}

/** Every finding by stage as a line that opens; passes and skips are folded away together, suspects stand above. */
export async function stagesHtml(
  findings: readonly Finding[],
  {anchors, suspects = []}: {anchors?: string; suspects?: readonly Suspect[]} = {},
): Promise<string> {
  const sections = await Promise.all(
    byStage(findings).map(async ([stage, list]) => {
      const quiet = list.filter(({verdict}) => verdict === "pass" || verdict === "skip");
      const rows = await Promise.all(
        list.filter((finding) => !quiet.includes(finding)).map(async (finding) => stageRow(finding, {anchors, suspects, findings})),
      );
      const folded = await Promise.all(quiet.map(async (finding) => findingRow(finding, {id: anchorOf(finding, anchors)})));
      return `<section class="ddx-stage"><h3>${escapeHtml(stage)}</h3>${[...rows, fold(quiet, folded)].join("\n")}</section>`;
    }),
  );
  return sections.join("\n");
}

interface Place extends Pick<Diagnosis, "findings" | "suspects"> {
  anchors?: string;
}

async function stageRow(finding: Finding, {anchors, suspects, findings}: Place): Promise<string> {
  const rank = suspects.findIndex(({name}) => name === finding.about.name);
  if (rank < 0) return findingRow(finding, {id: anchorOf(finding, anchors), note: explained(finding, {findings, suspects})});
  const where =
    anchors === undefined ? `suspect ${rank + 1} above` : `<a href="#${escapeHtml(anchorOf(finding, anchors)!)}">suspect ${rank + 1}</a>`;
  return `<p class="ddx-finding ddx-line">${badge(finding.verdict)}<code>${escapeHtml(finding.about.name)}</code>${where}</p>`;
}

/** Which suspects a failing finding is only a consequence of, in words; empty when none. */
export function explained({about, verdict}: Finding, {findings, suspects}: Pick<Diagnosis, "findings" | "suspects">): string {
  const roots = suspects.filter(({name}) => findings.some((each) => each.about.name === name && each.about.explains?.includes(about.name)));
  return verdict === "fail" && roots.length ? `explained by ${roots.map(({name}) => name).join(", ")}` : "";
}

function fold(quiet: readonly Finding[], rows: readonly string[]): string {
  if (!quiet.length) return "";
  const counts = tally(quiet).map(([verdict, number]) => `<span class="ddx-badge ddx-${verdict}">${number} ${verdict}</span>`);
  const names = quiet.map(({about}) => escapeHtml(about.name)).join(", ");
  return `<details class="ddx-finding ddx-quiet"><summary>${counts.join(" ")} <small>${names}</small></summary><div>${rows.join("\n")}</div></details>`;
}

/** The anchor of a finding: its name behind a prefix; undefined without a prefix. */
export const anchorOf = ({about}: {about: {name: string}}, anchors: string | undefined): string | undefined =>
  anchors === undefined ? undefined : anchors + about.name.replace(/[^\w.-]+/g, "_");

/** Where and on what it ran, and what it took, as short facts. */
export function environmentFacts({environment, plan, seconds}: Pick<Diagnosis, "environment" | "plan" | "seconds">): string[] {
  const facts = Object.entries(environment).map(([name, value]) => `${name} ${typeof value === "number" ? formatNumber(value) : value}`);
  const made = `${formatNumber(seconds, {digits: 2})} s`;
  return [...facts, ...(plan ? [plan.summary] : []), ...(plan?.summary.includes(made) ? [] : [made])];
}

/** Where and on what it ran, what it took, and what was left out for the budget. */
export function environmentHtml(diagnosis: Pick<Diagnosis, "environment" | "plan" | "seconds">): string {
  const line = environmentFacts(diagnosis).map(escapeHtml).join(" · ");
  const dropped = (diagnosis.plan?.dropped ?? []).map(
    ({name, reason}) => `<li><code>${escapeHtml(name)}</code> ${escapeHtml(reason)}</li>`,
  );
  return `<p><small>${line}</small></p>${dropped.length ? `<p><small>Left out:</small></p><ul>${dropped.join("")}</ul>` : ""}`;
}
