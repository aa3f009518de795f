import {diagnosisHtml, stagesHtml, summaryHtml} from "./diagnosis.js";
import {cureHtml, isCure} from "./cure.js";
import {elementBundle} from "./element.js";
import {plain} from "./escape.js";
import {explanationHtml, isExplanation} from "./explanation.js";
import {findingHtml} from "./finding.js";
import {historyBundle, isHistory} from "./history.js";
import {inspect} from "./inspect.js";
import {diagnosisType, findingType, showsItself, type Bundle} from "./mime.js";
import {isModel, modelBundle} from "./model.js";
import {figureBundle, isFigure} from "./plotly.js";
import {isPowers, powerBundle} from "./power.js";
import {isAssertion, isDiagnosis, isFinding, isFindings, isListOf, isObject, isPlain, type Fields} from "./recognise.js";
import {isSight, sightBundle} from "./sight.js";
import {styleElement} from "./style.js";
import {tableHtml, tableText, toTable, type Table} from "./table.js";
import {isTensor, tensorBundle} from "./tensor.js";
import {text} from "./text.js";
import {isBuilder, isSpec, specBundle} from "./vega.js";

export type {Bundle} from "./mime.js";

/** Any value as a MIME bundle; always has `text/plain` and never throws. */
export async function toBundle(value: unknown): Promise<Bundle> {
  try {
    const bundle = (await ownBundle(value)) ?? (await kindBundle(value)) ?? textBundle(value);
    return "text/plain" in bundle.data ? bundle : {...bundle, data: {...bundle.data, "text/plain": inspect(value)}};
  } catch (error) {
    return {
      data: {"text/plain": `${inspect(value)}\n(not shown richly: ${error instanceof Error ? error.message : inspect(error)})`},
      metadata: {},
    };
  }
}

async function ownBundle(value: unknown): Promise<Bundle | undefined> {
  if ((!isObject(value) && typeof value !== "function") || value === null) return undefined;
  const show = (value as {[showsItself]?: unknown})[showsItself];
  if (typeof show !== "function") return undefined;
  const data: unknown = await show.call(value);
  return isObject(data) ? {data: {...data}, metadata: {}} : undefined;
}

async function kindBundle(value: unknown): Promise<Bundle | undefined> {
  if (isAssertion(value)) return {data: {"text/plain": "✓ assertion holds"}, metadata: {}};
  if (isDiagnosis(value)) return both(text(value), await diagnosisHtml(value), {[diagnosisType]: value});
  if (isFinding(value)) return both(text(value), await findingHtml(value), {[findingType]: value});
  if (isFindings(value)) return both(value.map((each) => text(each)).join("\n\n"), await findingsHtml(value), {[findingType]: value});
  if (isCure(value)) return both(text(value), await cureHtml(value));
  const powers = isPowers(value);
  if (powers) return powerBundle(powers);
  if (isSight(value)) return sightBundle(value);
  if (isExplanation(value)) return both(text(value), explanationHtml(value));
  if (isTensor(value)) return tensorBundle(value);
  if (isModel(value)) return modelBundle(value);
  if (isHistory(value)) return historyBundle(value);
  if (isSpec(value)) return specBundle(value);
  if (isBuilder(value)) return kindBundle(value.toSpec());
  if (isFigure(value)) return figureBundle(value);
  const element = elementBundle(value);
  if (element) return element;
  const table = tableOf(value);
  return table && both(tableText(table), `<div class="ddx">${styleElement}${tableHtml(table)}</div>`);
}

async function findingsHtml(findings: Parameters<typeof stagesHtml>[0]): Promise<string> {
  return `<div class="ddx">${styleElement}${summaryHtml({findings, suspects: []})}${await stagesHtml(findings)}</div>`;
}

function tableOf(value: unknown): Table | undefined {
  if (value instanceof Map && value.size)
    return {caption: `Map of ${value.size}`, columns: ["key", "value"], rows: first(value), total: value.size};
  if (value instanceof Set && value.size)
    return {caption: `Set of ${value.size}`, columns: ["value"], rows: first(value).map((item) => [item]), total: value.size};
  if (Array.isArray(value) && value.length > 0 && isListOf(value.slice(0, 200), isRow)) return toTable(value);
  return undefined;
}

const isRow = (item: unknown): item is Fields => isPlain(item) && Object.keys(item).length > 0;

function first<T>(values: Iterable<T>): T[] {
  const taken: T[] = [];
  for (const value of values) if (taken.push(value) >= 200) break;
  return taken;
}

function textBundle(value: unknown): Bundle {
  const said = typeof value === "string" ? value : value instanceof Error ? describeError(value) : inspect(value);
  return {data: {"text/plain": said}, metadata: {}};
}

function describeError(error: unknown): string {
  if (!(error instanceof Error)) return inspect(error);
  const cause = error.cause === undefined ? "" : `\ncaused by ${describeError(error.cause)}`;
  return plain(error.stack ?? `${error.name}: ${error.message}`) + cause;
}

const both = (said: string, html: string, more: Record<string, unknown> = {}): Bundle => ({
  data: {...more, "text/html": html, "text/plain": said},
  metadata: {},
});
