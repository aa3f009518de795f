import type {Bundle} from "./mime.js";
import {toSvg, vegaLite5, type Spec} from "./chart.js";
import {count} from "./number.js";
import {isListOf, isObject, type Fields} from "./recognise.js";
import {colours} from "./theme.js";

/** A Plotly figure: traces and their layout. */
export interface Figure {
  /** The traces. */
  data: readonly Fields[];
  /** Titles, axes and size. */
  layout?: Fields;
}

/** Whether a value is a Plotly figure, judged by its shape. */
export const isFigure = (value: unknown): value is Figure =>
  isObject(value) && isListOf(value["data"], isObject) && value["data"].length > 0 && isObject(value["layout"]);

/** A Plotly figure as Plotly's own type, and as a still picture of its traces for every front end that lacks Plotly. */
export async function figureBundle({data, layout = {}}: Figure): Promise<Bundle> {
  const {spec, left} = toSpec(data, layout);
  const said = `${describe(data, layout)}${spec && left.length ? `; the still picture lacks ${left.join(", ")}` : ""}`;
  const picture = spec && (await toSvg(spec, {label: said}).catch(() => undefined));
  return {
    data: {"application/vnd.plotly.v1+json": unpack({data, layout}), ...(picture && {"image/svg+xml": picture}), "text/plain": said},
    metadata: {},
  };
}

function describe(data: readonly Fields[], layout: Fields): string {
  const title = titleOf(layout["title"]);
  return `Plotly figure${title ? ` “${title}”` : ""}: ${count(data.length, "trace")} (${[...new Set(data.map(typeOf))].join(", ")})`;
}

const drawable = new Set(["scatter", "scattergl", "bar", "histogram"]);

// Plotly's most common traces say the same as Vega-Lite's points, lines and bars; others are named as left out.
function toSpec(data: readonly Fields[], layout: Fields): {spec?: Spec; left: string[]} {
  const names = data.map((trace, index) => String(trace["name"] ?? `trace ${index}`));
  const kept = data.map((trace, index) => ({trace, name: names[index]!})).filter(({trace}) => drawable.has(typeOf(trace)));
  const left = data.filter((trace) => !drawable.has(typeOf(trace))).map(typeOf);
  if (!kept.length) return {left};
  const color = {
    field: "name",
    type: "nominal",
    title: null,
    scale: {domain: kept.map(({name}) => name), range: colours},
    legend: kept.length > 1 ? {} : null,
  };
  const layer = kept.map(({trace, name}) => layerOf(trace, {name, color, layout}));
  return {spec: {$schema: vegaLite5, width: 420, height: 240, layer}, left};
}

function layerOf(trace: Fields, {name, color, layout}: {name: string; color: object; layout: Fields}): object {
  const [xs, ys] = [listOf(trace["x"]), listOf(trace["y"])];
  const [x, y] = ["xaxis", "yaxis"].map((key) => axisOf(layout[key]));
  if (typeOf(trace) === "histogram")
    return {
      data: {values: (xs ?? ys ?? []).map((value) => ({x: value, name}))},
      mark: {type: "bar", opacity: 0.7},
      encoding: {x: {field: "x", bin: {maxbins: 30}, ...x}, y: {aggregate: "count", ...y}, color},
    };
  const length = Math.max(xs?.length ?? 0, ys?.length ?? 0);
  const values = Array.from({length}, (_, index) => ({x: xs ? xs[index] : index, y: ys ? ys[index] : index, name}));
  const mode = String(trace["mode"] ?? "lines");
  const mark =
    typeOf(trace) === "bar"
      ? {type: "bar"}
      : mode.includes("lines")
        ? {type: "line", point: mode.includes("markers")}
        : {type: "point", filled: true};
  const kind = (list: unknown[] | undefined) =>
    list?.some((value) => typeof value === "string" && Number.isNaN(Number(value))) ? "nominal" : "quantitative";
  return {
    data: {values},
    mark,
    encoding: {x: {field: "x", type: kind(xs), sort: null, ...x}, y: {field: "y", type: kind(ys), ...y}, color},
  };
}

const axisOf = (axis: unknown): object => ({
  title: (isObject(axis) && titleOf(axis["title"])) || null,
  ...(isObject(axis) && axis["type"] === "log" ? {scale: {type: "log"}} : {}),
});

const titleOf = (title: unknown): string =>
  typeof title === "string" ? title : isObject(title) && typeof title["text"] === "string" ? title["text"] : "";

const typeOf = (trace: Fields): string => String(trace["type"] ?? "scatter");

const listOf = (value: unknown): unknown[] | undefined =>
  Array.isArray(value) ? value : ArrayBuffer.isView(value) ? Array.from(value as unknown as ArrayLike<number>) : undefined;

// Typed arrays would become objects in JSON.
function unpack(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return listOf(value);
  if (Array.isArray(value)) return value.map(unpack);
  if (!isObject(value)) return value;
  return value instanceof Date
    ? value.toISOString()
    : Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unpack(inner)]));
}
