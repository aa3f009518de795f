import type {MimeData} from "../../notebook/output.js";
import {both, clip, type Compare} from "./difference.js";
import {compareJson, isRecord} from "./json.js";
import {readPlotly} from "./plotly.js";
import {compareWords} from "./text.js";
import {readVega} from "./vega.js";

/** A chart as a specification. */
export interface Chart {
  /** The library that draws it. */
  kind: "Vega-Lite" | "Vega" | "Plotly";
  /** What it says, without what changes from run to run. */
  spec: unknown;
}

const kinds = [
  {kind: "Vega-Lite", type: /^application\/vnd\.vegalite\.v\d+\+json$/, read: readVega},
  {kind: "Vega", type: /^application\/vnd\.vega\.v\d+\+json$/, read: readVega},
  {kind: "Plotly", type: /^application\/vnd\.plotly\.v\d+\+json$/, read: readPlotly},
] as const;

/** The chart of a bundle, when it has one. */
export function readChart(data: MimeData): Chart | undefined {
  for (const {kind, type, read} of kinds) {
    const key = Object.keys(data).find((each) => type.test(each));
    if (key !== undefined) return {kind, spec: read(data[key])};
  }
  return undefined;
}

/** Compares two charts by what they draw: marks, channels, traces and data in order. */
export const compareCharts: Compare<Chart> = ({stored, fresh}, {tolerance}) =>
  stored.kind === fresh.kind
    ? compareJson({stored: stored.spec, fresh: fresh.spec}, {tolerance, texts: compareWords})
    : [{where: "", ...both({stored, fresh}, describeChart)}];

/** A chart in a few words. */
export const describeChart = ({kind, spec}: Chart): string =>
  clip(`a ${kind} chart${isRecord(spec) && typeof spec["title"] === "string" ? ` “${spec["title"]}”` : ""}`);
