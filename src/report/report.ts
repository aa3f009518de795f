import {anchorOf, diagnosisHtml, headline, stagesHtml, summaryHtml, tally} from "../display/diagnosis.js";
import {escapeHtml} from "../display/escape.js";
import {isDiagnosis, isFinding, isFindings} from "../display/recognise.js";
import {lookOf} from "../display/finding.js";
import {verdicts} from "../display/style.js";
import type {Diagnosis, Finding} from "../finding.js";
import type {Notebook} from "../notebook/notebook.js";
import type {NotebookRan} from "../notebook/ran.js";
import {cellAnchor, foundIn, slim} from "./found.js";
import {pageHtml} from "./page.js";
import {ranStyle} from "./ran.js";

/** What a report is about. */
export type Subject = Diagnosis | Finding | readonly Finding[] | Notebook;

/** A diagnosis, findings, or an executed notebook as one self-contained HTML page that opens offline; with `ran`, a notebook's page says of each line whether the tests ran it. */
export async function report(subject: Subject, {title, ran}: {title?: string; ran?: NotebookRan} = {}): Promise<string> {
  if (isDiagnosis(subject)) return diagnosisPage(subject, title ?? "Diagnosis");
  if (isFinding(subject)) return findingsPage([subject], title ?? subject.about.name);
  if (isFindings(subject)) return findingsPage(subject, title ?? "Findings");
  if (isNotebook(subject)) return notebookPage(subject, {title: title ?? titleOf(subject), ran});
  throw new TypeError("expected a Diagnosis, findings or a notebook; got something else");
}

const isNotebook = (value: unknown): value is Notebook =>
  typeof value === "object" && value !== null && "cells" in value && Array.isArray(value.cells);

const diagnosisPage = async (diagnosis: Diagnosis, title: string): Promise<string> =>
  pageHtml({title, about: "", body: await diagnosisHtml(diagnosis, {anchors: "", styled: false}), data: {title, diagnosis}});

async function findingsPage(findings: readonly Finding[], title: string): Promise<string> {
  const body = `<div class="ddx">${summaryHtml({findings, suspects: []})}${await stagesHtml(findings, {anchors: ""})}</div>`;
  return pageHtml({title, about: "", body, data: {title, findings}});
}

async function notebookPage(notebook: Notebook, {title, ran}: {title: string; ran: NotebookRan | undefined}): Promise<string> {
  const slimmed = {
    ...notebook,
    path: nameOf(notebook.path),
    cells: notebook.cells.map((cell) => ({...cell, outputs: cell.outputs.map(slim)})),
  };
  const failed = slimmed.cells.filter((cell) => cell.outputs.some(({output_type}) => output_type === "error"));
  const stopped = failed.map(
    (cell) =>
      `<li class="ddx-card" style="--edge:${verdicts.fail.colour}"><h2><a href="#${cellAnchor(cell)}">Cell ${cell.number}</a> stopped with an error</h2></li>`,
  );
  const fold = [...foldOf(slimmed), ...stopped];
  const about = `<p><small>${escapeHtml(slimmed.path)} · ${slimmed.cells.filter(({kind}) => kind === "code").length} code cells</small></p>`;
  // Loaded when needed: it brings a Markdown reader and a sanitiser along.
  const {storyHtml} = await import("./story.js");
  const body = `${fold.length ? `<div class="ddx"><ol class="fold">${fold.join("\n")}</ol></div>` : ""}\n${await storyHtml(slimmed, {title, ran})}`;
  return pageHtml({title, about, body, data: {title, notebook: slimmed}, ...(ran && {ownStyle: ranStyle})});
}

// What was found, above the fold: one card for each diagnosis of the notebook, in its order.
function foldOf(notebook: Notebook): string[] {
  return foundIn(notebook).map(({cell, anchors, diagnosis, findings}) => {
    const seen = diagnosis ?? {findings: findings ?? [], suspects: []};
    const counts = tally(seen.findings).map(
      ([verdict, number]) => `<li><span class="ddx-badge ddx-${verdict}">${number} ${verdict}</span></li>`,
    );
    const edge = lookOf(tally(seen.findings)[0]?.[0] ?? "skip").colour;
    const where = `<small><a href="#${cellAnchor(cell)}">cell ${cell.number}</a>${cell.title ? `, ${escapeHtml(cell.title)}` : ""}</small>`;
    const suspects = seen.suspects.map(
      ({name, remedy}) =>
        `<li><a href="#${anchorOf({about: {name}}, anchors)}"><code>${escapeHtml(name)}</code></a> ${escapeHtml(remedy)}</li>`,
    );
    return `<li class="ddx-card" style="--edge:${edge}"><h2>${escapeHtml(headline(seen))}</h2>${where}<ul class="ddx-counts" aria-label="verdicts">${counts.join("")}</ul>${suspects.length ? `<ol>${suspects.join("")}</ol>` : ""}</li>`;
  });
}

function titleOf(notebook: Notebook): string {
  const heading = notebook.cells.filter(({kind}) => kind === "markdown").map(({source}) => /^#\s+(.+?)\s*$/m.exec(source)?.[1]);
  return heading.find((text) => text !== undefined) ?? nameOf(notebook.path);
}

const nameOf = (path: string): string => path.replace(/^.*[\\/]/, "");
