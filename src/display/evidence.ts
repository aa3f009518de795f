import type {Axis, Evidence, Line, Mark} from "../finding.js";
import {vegaLite5, type Spec} from "./chart.js";
import {finite, formatNumber, toNumber} from "./number.js";
import {extent} from "./spark.js";
import {colours} from "./theme.js";

type Of<K extends Evidence["kind"]> = Extract<Evidence, {kind: K}>;

/** The Vega-Lite chart of a piece of evidence; undefined for what is better read than drawn. */
export function toSpec(evidence: Evidence): Spec | undefined {
  if (evidence.kind === "series") return seriesSpec(evidence);
  if (evidence.kind === "histogram") return histogramSpec(evidence);
  if (evidence.kind === "matrix") return matrixSpec(evidence);
  if (evidence.kind === "intervals") return intervalsSpec(evidence);
  return undefined;
}

/** Points of a line that are drawn at most. */
export const mostPoints = 500;

const frame = {$schema: vegaLite5, width: 340, height: 170, autosize: {type: "fit-x", contains: "padding"}};

function seriesSpec({x, y, lines, marks = []}: Of<"series">): Spec {
  const values = lines.flatMap((line) => points(line, {x, y}));
  const names = lines.map(({name}) => String(name));
  const single = lines.every((line) => line.values.length < 2);
  const long = lines.some((line) => line.values.length > 30);
  const [across, up] = [values.map((point) => point.x), values.map((point) => point.y)].map(known);
  const encoding = {
    x: {field: "x", ...axis(x, across), scale: {...scaleOf(x), nice: false}},
    y: {field: "y", ...axis(y, up), scale: {...scaleOf(y), ...calm(up!, marks, y)}},
    color: colour(names),
    strokeDash: {...colour(names), scale: {domain: names}},
  };
  const mark = single ? {type: "point", filled: true, size: 60} : {type: "line", point: long ? false : {filled: true, size: 24}};
  return {...frame, layer: [{data: {values}, mark, encoding}, ...rules([...marks, ...breaks(lines, x)], values)]};
}

const known = (values: readonly (number | null)[]): number[] => values.filter((value) => value !== null);

// A line that moves by a hundredth of its height is flat: an axis that fits it closely would make noise look like news.
function calm(values: readonly number[], marks: readonly Mark[], side?: Axis): object {
  const all = [...values, ...known(marks.filter((mark) => mark.axis === "y").map(({value}) => finite(value)))];
  const [low, high] = extent(all);
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (side?.scale === "log" || !(size > 0) || high - low > 0.02 * size) return {};
  return {domain: [low - 0.1 * size, high + 0.1 * size], nice: false};
}

// Long lines are thinned: no screen shows more points, and a page has many charts. Both ends stay.
function points({name, x: positions, values}: Line, {x, y}: {x?: Axis; y?: Axis}) {
  const step = Math.ceil(values.length / mostPoints);
  const kept = values.map((value, index) => ({value, index})).filter(({index}) => index % step === 0 || index === values.length - 1);
  return kept.map(({value, index}) => ({x: drawable(positions ? positions[index] : index, x), y: drawable(value, y), line: String(name)}));
}

// Nothing is drawn where there is no number, or no positive one on a logarithmic scale.
function drawable(value: Line["values"][number] | undefined, axis?: Axis): number | null {
  const number = finite(value);
  return number !== null && axis?.scale === "log" && number <= 0 ? null : number;
}

const breaks = (lines: readonly Line[], x?: Axis): Mark[] =>
  lines.flatMap(({name, x: positions, values}): Mark[] => {
    const index = values.findIndex((value) => finite(value) === null);
    const value = drawable(positions ? positions[index] : index, x);
    return index < 0 || value === null ? [] : [{axis: "x", value, label: `${name}: ${values[index]}`}];
  });

function histogramSpec({x, edges, series, marks = []}: Of<"histogram">): Spec {
  const bounds = closed(edges.map(toNumber));
  const several = series.length > 1;
  const values = series.flatMap(({name, counts}) =>
    counts.map((count, index) => ({x: bounds[index], end: bounds[index + 1], count: finite(count), line: String(name)})),
  );
  const log = x?.scale === "log" && bounds.every((edge) => edge > 0);
  const encoding = {
    x: {field: "x", ...axis(x), scale: {type: log ? "log" : "linear", nice: false, zero: false}, bin: "binned"},
    x2: {field: "end"},
    y: {field: "count", type: "quantitative", title: "count", stack: null},
    color: colour(
      series.map(({name}) => name),
      "square",
    ),
  };
  const bars = {data: {values}, mark: {type: "bar", opacity: several ? 0.6 : 0.85, binSpacing: 1}, encoding};
  return {...frame, layer: [bars, ...rules(marks, values)]};
}

// An open first or last bin is drawn as wide as its neighbour.
function closed(edges: readonly number[]): number[] {
  const last = edges.length - 1;
  return edges.map((edge, index) => {
    if (Number.isFinite(edge)) return edge;
    const [near, far] = index === 0 ? [edges[1]!, edges[2]!] : [edges[last - 1]!, edges[last - 2]!];
    return 2 * near - (Number.isFinite(far) ? far : near - Math.sign(near - edge || 1));
  });
}

function matrixSpec({rows, columns, values}: Of<"matrix">): Spec {
  const cells = values.flatMap((row, r) =>
    row.map((value, c) => ({
      row: String(rows[r] ?? r),
      column: String(columns[c] ?? c),
      value: finite(value),
      text: formatNumber(value, {digits: 3}),
    })),
  );
  const top = Math.max(...cells.map(({value}) => Math.abs(value ?? 0)), Number.MIN_VALUE);
  const place = (field: string) => ({field, type: "nominal", sort: null, title: null, axis: {domain: false, ticks: false, labelAngle: 0}});
  const encoding = {
    x: {...place("column"), axis: {orient: "top", domain: false, ticks: false, labelAngle: columns.length > 8 ? -60 : 0}},
    y: place("row"),
  };
  const fill = {
    mark: {type: "rect", cornerRadius: 2},
    encoding: {
      color: {condition: {test: "datum.value < 0", value: colours[1]}, value: colours[0]},
      opacity: {field: "value", type: "quantitative", legend: null, scale: {domain: [-top, 0, top], range: [0.75, 0.05, 0.75]}},
    },
  };
  const written = columns.length <= 10 && rows.length <= 16;
  const text = {mark: {type: "text"}, encoding: {text: {field: "text", type: "nominal"}}};
  const size = {
    width: Math.min(340, 46 * columns.length + 60),
    height: Math.min(340, Math.max(60, (written ? 26 : 340 / rows.length) * rows.length)),
  };
  return {...frame, ...size, data: {values: cells}, encoding, layer: written ? [fill, text] : [fill]};
}

/** A forest plot: a point and its interval a row. */
function intervalsSpec({x, rows, marks = []}: Of<"intervals">): Spec {
  const values = rows.map(({name, value, low, high}) => ({name: String(name), x: finite(value), low: finite(low), high: finite(high)}));
  const across = known(values.flatMap(({x: at, low, high}) => [at, low, high]));
  const place = {field: "name", type: "nominal", sort: null, title: null, axis: {domain: false, ticks: false, labelLimit: 180}};
  const along = {...axis(x, across), scale: scaleOf(x)};
  const bar = {mark: {type: "rule", strokeWidth: 2}, encoding: {y: place, x: {field: "low", ...along}, x2: {field: "high"}}};
  const point = {mark: {type: "point", filled: true, size: 60, opacity: 1}, encoding: {y: place, x: {field: "x", ...along}}};
  const height = Math.max(60, 22 * rows.length);
  return {
    ...frame,
    height,
    data: {values},
    layer: [
      bar,
      point,
      ...rules(
        marks,
        across.map((at) => ({x: at})),
      ),
    ],
  };
}

const scaleOf = (side: Axis | undefined) => (side?.scale === "log" ? {type: "log"} : {type: "linear", zero: false});

const axis = (side: Axis | undefined, values: readonly number[] = []) => ({
  type: "quantitative",
  title: side ? String(side.label) : null,
  axis: {tickCount: 5, ...(values.every(Number.isInteger) ? {tickMinStep: 1} : {}), ...(side?.scale === "log" ? powers(values) : {})},
});

// Without this a logarithmic axis has a rule at every tenth of a power.
function powers(values: readonly number[]): object {
  const [low, high] = extent(values).map(Math.log10) as [number, number];
  if (!(high - low > 1)) return {};
  const step = Math.ceil((Math.ceil(high) - Math.floor(low)) / 6);
  const ticks = Array.from({length: Math.ceil(high) - Math.floor(low) + 1}, (_, index) => 10 ** (Math.floor(low) + index));
  return {values: ticks.filter((_, index) => index % step === 0)};
}

const colour = (names: readonly string[], symbolType = "stroke") => ({
  field: "line",
  type: "nominal",
  scale: {domain: names.map(String), range: colours},
  legend: names.length > 1 ? {symbolType, ...columnsFor(names.map(String))} : null,
});

/** Width of a chart's legend, and of an entry without its text and of a letter, in pixels. */
const legend = {width: 250, symbol: 42, letter: 6};

/** A legend that does not fit in one row is set in columns: it would be cut off. */
function columnsFor(names: readonly string[]): {columns?: number} {
  const widths = names.map((name) => legend.symbol + legend.letter * name.length);
  if (widths.reduce((sum, width) => sum + width, 0) <= legend.width) return {};
  return {columns: Math.max(1, Math.floor(legend.width / Math.max(...widths)))};
}

function rules(marks: readonly Mark[], values: readonly {x: number | null}[]): object[] {
  const positions = values.map(({x}) => x).filter((x) => x !== null);
  const [left, right] = [Math.min(...positions), Math.max(...positions)];
  const drawn = marks.filter(({value}) => finite(value) !== null).slice(0, 8);
  if (!positions.length) return [];
  return drawn.flatMap(({axis: side, value, label}, index) => {
    const data = {values: [{at: finite(value), label: String(label)}]};
    const at = {[side === "y" ? "y" : "x"]: {field: "at", type: "quantitative"}};
    const late = finite(value)! > left + 0.6 * (right - left);
    const beside = late ? {align: "right", dx: -4} : {align: "left", dx: 4};
    const text = side === "y" ? {align: "right", baseline: "bottom", dy: -2, x: {expr: "width"}} : {...beside, y: 8 + 13 * index};
    return [
      {data, mark: {type: "rule", strokeDash: [4, 3], opacity: 0.8}, encoding: at},
      {data, mark: {type: "text", ...text}, encoding: {...at, text: {field: "label", type: "nominal"}}},
    ];
  });
}
