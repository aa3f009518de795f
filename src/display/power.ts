import type {Power, PowerCell} from "../finding.js";
import {toSvg, vegaLite5, type Spec} from "./chart.js";
import type {Bundle} from "./mime.js";
import {formatNumber} from "./number.js";
import {isListOf, isObject} from "./recognise.js";
import {styleElement} from "./style.js";
import {tableHtml, tableText, type Table} from "./table.js";
import {colours} from "./theme.js";

const isCell = (value: unknown): value is PowerCell =>
  isObject(value) && typeof value["strength"] === "number" && typeof value["seen"] === "number" && Array.isArray(value["interval"]);

const isPower = (value: unknown): value is Power =>
  isObject(value) && typeof value["check"] === "string" && isObject(value["axes"]) && isListOf(value["cells"], isCell);

/** The sweeps of power that a value is, one or a list of at least one; undefined for anything else. */
export function isPowers(value: unknown): readonly Power[] | undefined {
  if (isPower(value)) return [value];
  return isListOf(value, isPower) && value.length > 0 ? value : undefined;
}

/** Sweeps of power as heat maps side by side, with each figure and its interval below. */
export async function powerBundle(powers: readonly Power[]): Promise<Bundle> {
  const table = tableOf(powers);
  const svg = await toSvg(powerSpec(powers), {label: `${table.caption}: ${powers.map(({check}) => check).join(", ")}`});
  const figures = `<details><summary>Each figure with its 95 % interval (Wilson)</summary>${tableHtml(table, {rows: 400})}</details>`;
  const legend = `<figcaption>${words(powers)}</figcaption>`;
  return {
    data: {
      "text/html": `<div class="ddx">${styleElement}<figure class="ddx-power">${legend}${svg}</figure>${figures}</div>`,
      "text/plain": `${words(powers)}\n\n${powers.map(gridText).join("\n\n")}`,
    },
    metadata: {},
  };
}

const words = (powers: readonly Power[]): string =>
  `Share of ${[...new Set(powers.map(({cells}) => cells[0]!.worlds))].join(" or ")} worlds a cell in which the check sees the illness (? is unsure); in orange the false alarms in sound worlds`;

/** One small chart a sweep, three in a row. */
export function powerSpec(powers: readonly Power[]): Spec {
  return {$schema: vegaLite5, columns: 3, bounds: "flush", spacing: {column: 112, row: 92}, concat: powers.map(chartOf)};
}

const side = {width: 54, height: 30};

function chartOf({check, axes, cells, sees}: Power): object {
  const values = cells.map((cell) => ({...cell, text: share(cell.seen), doubt: cell.unsure > 0 ? `? ${share(cell.unsure)}` : ""}));
  const [across, up] = (["rows", "strength"] as const).map((key) => new Set(cells.map((cell) => cell[key])).size) as [number, number];
  const quiet = {domain: false, ticks: false, labelAngle: 0, labelPadding: 6};
  const fill = {
    mark: {type: "rect", cornerRadius: 2},
    encoding: {
      color: {condition: {test: "datum.strength === 0", value: colours[1]}, value: colours[0]},
      opacity: {field: "seen", type: "quantitative", legend: null, scale: {domain: [0, 1], range: [0.06, 0.75]}},
    },
  };
  const text = (field: string, {dy, fontSize}: {dy: object | number; fontSize: number}) => ({
    mark: {type: "text", dy, fontSize},
    encoding: {text: {field, type: "nominal"}},
  });
  return {
    title: {
      text: check,
      subtitle: `↑ ${axes.strength}${sees === "warn" ? "; seen: warn" : ""}`,
      subtitleColor: "#787878",
      subtitleFontSize: 11,
    },
    width: side.width * across,
    height: side.height * up,
    data: {values},
    encoding: {
      x: {field: "rows", type: "ordinal", title: axes.rows, axis: quiet},
      y: {field: "strength", type: "ordinal", title: null, sort: "descending", axis: quiet},
    },
    layer: [fill, text("text", {dy: {expr: "datum.doubt ? -5 : 0"}, fontSize: 11}), text("doubt", {dy: 8, fontSize: 9})],
  };
}

const share = (value: number): string => `${Number((100 * value).toFixed(value > 0 && value < 0.01 ? 1 : 0))} %`;

/** One sweep as text: strengths down, rows across, each share with its interval. */
function gridText({check, axes, cells}: Power): string {
  const counts = [...new Set(cells.map(({rows}) => rows))];
  const strengths = [...new Set(cells.map(({strength}) => strength))].reverse();
  const cell = (strength: number, rows: number) => cells.find((one) => one.strength === strength && one.rows === rows)!;
  const table = {
    caption: check,
    columns: [axes.strength, ...counts.map((count) => `${count} ${axes.rows}`)],
    rows: strengths.map((strength) => [formatNumber(strength), ...counts.map((count) => cellWords(cell(strength, count)))]),
  };
  return `${check}\n${tableText(table)}`;
}

const cellWords = ({seen, interval: [low, high], unsure}: PowerCell): string =>
  `${share(seen)} (${share(low)} – ${share(high)})${unsure > 0 ? `, unsure ${share(unsure)}` : ""}`;

function tableOf(powers: readonly Power[]): Table {
  return {
    caption: "How often each check sees its illness, by strength and rows",
    columns: ["check", "what its strength is", "strength", "rows", "worlds", "seen", "at least", "at most", "unsure"],
    rows: powers.flatMap(({check, axes, cells}) =>
      cells.map(({strength, rows, worlds, seen, interval: [low, high], unsure}) => [
        ...[check, axes.strength, formatNumber(strength), rows, worlds],
        ...[seen, low, high, unsure].map(share),
      ]),
    ),
  };
}
