import {vegaLite5, type Spec} from "./chart.js";
import {isObject} from "./recognise.js";
import {theme} from "./theme.js";

/** Rows to draw: objects with named values, or bare numbers. */
export type Rows = readonly (object | number)[];

/** What of the rows goes where; a field's name each. */
export interface Channels {
  /** Field along the horizontal axis; the row's number when left out. */
  x?: string;
  /** Field along the vertical axis; the number itself when rows are numbers. */
  y?: string;
  /** Field that colours. */
  colour?: string;
  /** Heading. */
  title?: string;
  /** Width in pixels; 420. */
  width?: number;
  /** Height in pixels; 240. */
  height?: number;
  /** Scale of the vertical axis; linear. */
  scale?: "linear" | "log";
}

const line = (rows: Rows, options: Channels = {}): Spec => chart(rows, {mark: {type: "line", point: rows.length <= 30}, options});

const scatter = (rows: Rows, options: Channels = {}): Spec => chart(rows, {mark: {type: "point", filled: true, opacity: 0.75}, options});

const bar = (rows: Rows, options: Channels = {}): Spec =>
  chart(rows, {
    mark: {type: "bar"},
    options,
    x: {...named, axis: upright(rows.length)},
    y: {scale: {type: options.scale ?? "linear", zero: true}},
  });

const hist = (rows: Rows, {bins = 30, ...options}: Channels & {bins?: number} = {}): Spec => {
  const x = options.x ?? "value";
  return chart(rows, {
    mark: {type: "bar", opacity: 0.8},
    options: {...options, x},
    x: {bin: {maxbins: bins}, type: "quantitative"},
    y: {field: undefined, aggregate: "count", stack: null, title: "count", scale: {zero: true}},
  });
};

const heatmap = (rows: Rows, options: Channels & {value?: string} = {}): Spec => {
  const spec = chart(rows, {
    mark: {type: "rect"},
    options,
    x: {...named, axis: upright(rows.length)},
    y: {...named, scale: undefined},
  });
  return {
    ...spec,
    encoding: {...(spec["encoding"] as object), color: {field: options.value ?? "value", type: "quantitative", scale: {scheme: "viridis"}}},
  };
};

/** Charts of rows as Vega-Lite specifications with our theme; shown by `display` or as a cell's last expression. */
export const plot = {line, scatter, bar, hist, heatmap};

const named = {type: "nominal", sort: null};

const upright = (columns: number) => ({labelAngle: columns > 12 ? -45 : 0, labelOverlap: true});

interface Drawing {
  mark: object;
  options: Channels;
  x?: object;
  y?: object;
}

function chart(rows: Rows, {mark, options, x = {}, y = {}}: Drawing): Spec {
  const {title, width = 420, height = 240, colour} = options;
  const values = rows.map((row, index) => (isObject(row) ? {index, ...row} : {index, value: row}));
  const [across, up] = [options.x ?? "index", options.y ?? "value"];
  const encoding = {
    x: {field: across, type: kindOf(values, across), scale: {zero: false, nice: true}, ...x},
    y: {field: up, type: kindOf(values, up), scale: {type: options.scale ?? "linear", zero: false}, ...y},
    ...(colour ? {color: {field: colour, type: kindOf(values, colour) === "quantitative" ? "quantitative" : "nominal", sort: null}} : {}),
  };
  return JSON.parse(
    JSON.stringify({$schema: vegaLite5, ...(title ? {title} : {}), width, height, data: {values}, mark, encoding, config: theme}),
  ) as Spec;
}

function kindOf(values: readonly object[], field: string): string {
  const value = (values as readonly Record<string, unknown>[]).map((row) => row[field]).find((each) => each !== null && each !== undefined);
  if (value instanceof Date) return "temporal";
  return typeof value === "string" || typeof value === "boolean" ? "nominal" : "quantitative";
}
