import type {Explanation} from "../errors/explanation.js";
import type {Diagnosis, Finding, Suspect} from "../finding.js";
import {byStage, environmentFacts, explained, headline, tally} from "./diagnosis.js";
import {plain} from "./escape.js";
import {evidenceText} from "./evidence-text.js";
import {explanationFacts} from "./explanation.js";
import {describeCertainty, describeSource, lookOf} from "./finding.js";
import {cureText, isCure, type Cured} from "./cure.js";
import {count} from "./number.js";
import {fact, toPen, wrap, type Pen} from "./pen.js";

/** How text is laid out. */
export interface TextOptions {
  /** Whether ANSI escape sequences colour it; false. */
  colour?: boolean;
  /** Columns of the terminal, 40 at least; 100. */
  width?: number;
  /** Whether findings that are no suspects and raise no doubt are left out; false. */
  brief?: boolean;
}

/** A diagnosis, a finding, an explanation or a treatment as text for a terminal, a test's message and `text/plain`. */
export function text(
  value: Diagnosis | Finding | Explanation | Cured,
  {colour = false, width = 100, brief = false}: TextOptions = {},
): string {
  const pen = toPen({colour, width: Math.max(40, width)});
  const lines = isCure(value) ? cureText(value, pen) : othersText(value, {pen, brief});
  return lines.map((line) => line.trimEnd()).join("\n");
}

const othersText = (value: Diagnosis | Finding | Explanation, {pen, brief}: {pen: Pen; brief: boolean}): string[] =>
  "about" in value ? findingText(value, pen) : "findings" in value ? diagnosisText(value, {pen, brief}) : explanationText(value, pen);

function explanationText(explanation: Explanation, pen: Pen): string[] {
  const {title, certainty, message, source} = explanation;
  return [
    `${pen.bold(plain(title))}${pen.faint(`  ${certainty}`)}`,
    ...wrap(message, {indent: 3, width: pen.width}),
    ...explanationFacts(explanation).flatMap(([name, words]) => fact(name, words, pen)),
    ...(source.url ? [pen.faint(`${" ".repeat(11)}${plain(source.url)}`)] : []),
  ];
}

function diagnosisText(diagnosis: Diagnosis, {pen, brief}: {pen: Pen; brief: boolean}): string[] {
  const {findings, suspects} = diagnosis;
  const told = brief ? findings.filter((finding) => isLeft(finding, diagnosis)) : findings;
  const counts = tally(findings).map(([verdict, number]) => pen.verdict({verdict} as Finding, `${number} ${verdict}`));
  const head = [...wrap(headline(diagnosis), {width: pen.width}).map(pen.bold), counts.join(pen.width < 50 ? " " : pen.faint(" · "))];
  const cards = suspects.flatMap((suspect, index) => ["", ...suspectText(suspect, {rank: index + 1, diagnosis, pen})]);
  const stages = byStage(told).flatMap(([stage, list]) => [
    pen.faint(stage),
    ...list.flatMap((finding) => rowText(finding, {findings, suspects, pen})),
  ]);
  const list = stages.length ? ["", pen.bold(brief ? "Other findings" : "All findings"), ...stages] : [];
  return [...head, ...cards, ...list, "", ...environmentText(diagnosis, pen)];
}

/** Whether a finding raises a doubt that no suspect tells of. */
const isLeft = (finding: Finding, {findings, suspects}: Diagnosis): boolean =>
  ["fail", "warn", "unsure"].includes(finding.verdict) &&
  !suspects.some(({name}) => name === finding.about.name) &&
  !explained(finding, {findings, suspects});

function suspectText(
  {name, because, remedy, certainty}: Suspect,
  {rank, diagnosis, pen}: {rank: number; diagnosis: Diagnosis; pen: Pen},
): string[] {
  const finding = diagnosis.findings.find(({about}) => about.name === name);
  const title = `${rank}. ${pen.bold(plain(name))}${pen.faint(`  ${certainty}${finding ? `, ${finding.about.stage}` : ""}`)}`;
  const reasons = because.flatMap((reason) => wrap(reason, {indent: 3, width: pen.width}));
  const facts = [
    ...fact("Remedy", remedy, pen),
    ...(finding ? [...fact("Why", finding.about.cause, pen), ...sourceText(finding, pen)] : []),
  ];
  return [title, ...reasons, ...facts, ...evidenceLines(finding, pen)];
}

function findingText(finding: Finding, pen: Pen): string[] {
  const {about, verdict, summary, accepted} = finding;
  const title = `${sign(finding, pen)} ${pen.bold(plain(about.name))}${pen.faint(`  ${verdict}, ${about.stage}`)}`;
  const ill = verdict === "fail" || verdict === "warn";
  const facts = ill ? [...fact("Remedy", about.remedy, pen), ...fact("Why", about.cause, pen), ...sourceText(finding, pen)] : [];
  return [
    title,
    ...wrap(summary, {indent: 3, width: pen.width}),
    ...(accepted ? fact("Accepted", accepted, pen) : []),
    ...facts,
    ...evidenceLines(finding, pen),
  ];
}

function rowText(
  finding: Finding,
  {findings, suspects, pen}: {findings: readonly Finding[]; suspects: readonly Suspect[]; pen: Pen},
): string[] {
  const column = Math.min(28, Math.max(...findings.map(({about}) => about.name.length)));
  const rank = suspects.findIndex(({name}) => name === finding.about.name);
  const notes = [explained(finding, {findings, suspects}), finding.accepted ? `accepted: ${finding.accepted}` : ""].filter(Boolean);
  const said = [rank >= 0 ? `suspect ${rank + 1}` : finding.summary, ...notes.map((note) => `(${note})`)].join(" ");
  const tone = finding.verdict === "fail" ? (line: string) => line : pen.faint;
  if (pen.width < 60)
    return [`  ${sign(finding, pen)} ${plain(finding.about.name)}`, ...wrap(said, {indent: 4, width: pen.width}).map(tone)];
  const [first = "", ...rest] = wrap(said, {indent: column + 6, width: pen.width});
  return [`  ${sign(finding, pen)} ${plain(finding.about.name).padEnd(column)}  ${tone(first.trimStart())}`, ...rest.map(tone)];
}

function environmentText(diagnosis: Diagnosis, pen: Pen): string[] {
  const left = diagnosis.plan?.dropped.length ?? 0;
  const dropped = left ? [`${count(left, "check")} left out for the budget`] : [];
  return wrap([...environmentFacts(diagnosis), ...dropped].join(" · "), {width: pen.width}).map(pen.faint);
}

function evidenceLines(finding: Finding | undefined, pen: Pen): string[] {
  const lines = (finding?.evidence ?? []).flatMap((evidence) => evidenceText(evidence, {width: pen.width - 3}).map((line) => `   ${line}`));
  return lines.length ? ["", ...lines] : [];
}

function sourceText(finding: Finding, pen: Pen): string[] {
  const sure = finding.certainty ? fact("Sure", describeCertainty(finding.certainty), pen) : [];
  return [
    ...sure,
    ...fact("Source", describeSource(finding.about.source), pen),
    ...(finding.about.source.url ? [pen.faint(`${" ".repeat(11)}${plain(finding.about.source.url)}`)] : []),
  ];
}

const sign = (finding: Finding, pen: Pen): string => pen.verdict(finding, lookOf(finding.verdict).sign);
