import type {Notebook, NotebookCell} from "../notebook/notebook.js";
import type {CellRan, NotebookRan} from "../notebook/ran.js";
import {cellAnchor, findingAnchors} from "./found.js";
import {highlight} from "./highlight.js";
import {markdownHtml} from "./markdown.js";
import {outputHtml} from "./output.js";
import {gutterHtml, ranHtml} from "./ran.js";

/** Lines of code that a cell shows without being opened. */
const long = 40;

/** A notebook's cells in order, as HTML: its text, its code and what came out. */
export async function storyHtml(notebook: Notebook, {title, ran}: {title: string; ran?: NotebookRan | undefined}): Promise<string> {
  const cells = await Promise.all(
    notebook.cells.map(async (cell) =>
      cellHtml(cell, {title, ran: cell.kind === "code" ? ran?.cells.find(({number}) => number === cell.number) : undefined}),
    ),
  );
  return `<section aria-label="the notebook" class="story">${cells.filter(Boolean).join("\n")}</section>`;
}

async function cellHtml(cell: NotebookCell, {title, ran}: {title: string; ran: CellRan | undefined}): Promise<string> {
  if (cell.kind === "raw" || cell.source.trim() === "") return "";
  if (cell.kind === "markdown") return textCell(cell, title);
  const outputs = await Promise.all(cell.outputs.map(async (output) => outputHtml(output, {anchors: findingAnchors(cell, output)})));
  const failed = cell.outputs.some(({output_type}) => output_type === "error") ? " failed" : "";
  const results = outputs.length ? `<div class="results">${outputs.join("\n")}</div>` : "";
  return `<article class="cell${failed}" id="${cellAnchor(cell)}" aria-label="cell ${cell.number}">${codeHtml(cell, ran)}${results}</article>`;
}

// The page's heading says the title already.
function textCell(cell: NotebookCell, title: string): string {
  const [first = "", ...rest] = cell.source.trimStart().split("\n");
  const source = first.replace(/^#+\s*/, "").trim() === title ? rest.join("\n") : cell.source;
  return source.trim() ? `<div class="text" id="${cellAnchor(cell)}">${markdownHtml(source, {attachments: cell.attachments})}</div>` : "";
}

function codeHtml({source, number}: NotebookCell, ran: CellRan | undefined): string {
  const lines = source.split("\n").length;
  const plain = `<pre class="code" tabindex="0"><code>${highlight(source)}</code></pre>`;
  const code = ran ? `<div class="painted">${gutterHtml(ran, {lines})}${plain}</div>${ranHtml(ran)}` : plain;
  const shown = lines > long ? `<details><summary>${lines} lines of code</summary>${code}</details>` : code;
  return `<span class="number" aria-hidden="true">${number}</span>${shown}`;
}
