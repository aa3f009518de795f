import type {Evidence} from "../finding.js";
import {toSvg} from "./chart.js";
import {escapeHtml} from "./escape.js";
import {mostPoints, toSpec} from "./evidence.js";
import {formatNumber} from "./number.js";
import {toPng} from "./picture.js";
import {tableHtml} from "./table.js";

/** A piece of evidence as a captioned HTML figure; what cannot be drawn says why instead of failing. */
export async function figureHtml(evidence: Evidence): Promise<string> {
  const kind = escapeHtml(evidence.kind);
  try {
    return `<figure class="ddx-${kind}">${await body(evidence)}</figure>`;
  } catch (error) {
    return `<figure class="ddx-${kind}">${caption(evidence)}<p>cannot be drawn: ${escapeHtml(error instanceof Error ? error.message : error)}</p></figure>`;
  }
}

async function body(evidence: Evidence): Promise<string> {
  if (evidence.kind === "number") return numberHtml(evidence);
  if (evidence.kind === "table") return tableHtml({...evidence, caption: evidence.label}, {rows: 20});
  if (evidence.kind === "text") return `${caption(evidence)}<p class="ddx-quote">${escapeHtml(evidence.text)}</p>`;
  if (evidence.kind === "code") return `${caption(evidence)}<pre><code>${escapeHtml(evidence.code)}</code></pre>`;
  if (evidence.kind === "image") return caption(evidence) + (await imageHtml(evidence));
  const spec = toSpec(evidence);
  return caption(evidence) + (spec ? await toSvg(spec, {label: evidence.label}) : "");
}

const caption = (evidence: Evidence): string => {
  const longest = evidence.kind === "series" ? Math.max(0, ...evidence.lines.map(({values}) => values.length)) : 0;
  const thinned = longest > mostPoints ? ` (every ${Math.ceil(longest / mostPoints)}th of ${longest} points)` : "";
  return `<figcaption>${escapeHtml(evidence.label)}${thinned}</figcaption>`;
};

function numberHtml({label, value, expected, unit}: Extract<Evidence, {kind: "number"}>): string {
  const measure = unit ? ` ${escapeHtml(unit)}` : "";
  const beside = expected === undefined ? "" : ` <small>expected ${formatNumber(expected)}${measure}</small>`;
  return `<figcaption>${escapeHtml(label)}</figcaption><p><strong>${formatNumber(value)}</strong>${measure}${beside}</p>`;
}

async function imageHtml(evidence: Extract<Evidence, {kind: "image"}>): Promise<string> {
  const zoom = Math.max(1, Math.floor(160 / Math.max(evidence.width, evidence.height)));
  const size = `width="${evidence.width * zoom}" height="${evidence.height * zoom}"`;
  return `<img src="data:image/png;base64,${await toPng(evidence)}" alt="${escapeHtml(evidence.label)}" ${size}>`;
}
