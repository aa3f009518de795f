import {diagnosisHtml} from "../display/diagnosis.js";
import {escapeHtml, stripAnsi} from "../display/escape.js";
import {findingRow} from "../display/finding.js";
import type {Output} from "../notebook/notebook.js";
import {cleanHtml, svgImage} from "./clean.js";
import {findingsOf, shownTypes} from "./found.js";
import {markdownHtml} from "./markdown.js";

/** Characters of text that an output may have before it is cut. */
const most = 20_000;

/** Characters of HTML that an output may have before its text is shown instead: half a tag cannot be shown. */
const mostHtml = 500_000;

/** A cell's output as inert HTML; findings are drawn anew from their JSON. */
export async function outputHtml(output: Output, {anchors}: {anchors: string}): Promise<string> {
  if (output.output_type === "stream") return textHtml(output.text, output.name === "stderr" ? "stderr" : "stream");
  if (output.output_type === "error") return textHtml(output.traceback.join("\n") || `${output.ename}: ${output.evalue}`, "error");
  const drawn = await findingsHtml(output, anchors).catch(() => undefined);
  return drawn ?? `<div class="output">${bundleHtml(output.data)}</div>`;
}

async function findingsHtml(output: Output, anchors: string): Promise<string | undefined> {
  const {diagnosis, findings} = findingsOf(output);
  if (diagnosis) return diagnosisHtml(diagnosis, {anchors, styled: false});
  return (
    findings && `<div class="ddx">${(await Promise.all(findings.map((finding) => findingRow(finding, {open: true})))).join("\n")}</div>`
  );
}

function bundleHtml(data: Readonly<Record<string, unknown>>): string {
  const type = shownTypes.find((each) => each in data && !(each === "text/html" && String(data[each]).length > mostHtml));
  if (!type)
    return `<p class="left-out">an output of type ${escapeHtml(Object.keys(data).join(", ") || "unknown")} cannot be shown here</p>`;
  const value = data[type];
  if (type === "application/json") return textHtml(JSON.stringify(value, null, 2), "stream");
  const text = String(value);
  if (type === "image/svg+xml") return svgImage(text);
  if (type.startsWith("image/"))
    return `<img alt="${escapeHtml(altOf(data))}" src="data:${type};base64,${escapeHtml(text.replace(/\s/g, ""))}">`;
  if (type === "text/html") return cleanHtml(text);
  return type === "text/markdown" ? markdownHtml(cut(text)) : textHtml(text, "stream");
}

const altOf = (data: Readonly<Record<string, unknown>>): string => String(data["text/plain"] ?? "picture").slice(0, 200);

function textHtml(text: string, name: string): string {
  const bare = stripAnsi(text).replace(/^.*\r(?!\n)/gm, "");
  return `<pre class="${name}">${escapeHtml(cut(bare)).trimEnd()}</pre>${bare.length > most ? `<p class="left-out">${bare.length - most} more characters left out</p>` : ""}`;
}

const cut = (text: string): string => (text.length > most ? text.slice(0, most) : text);
