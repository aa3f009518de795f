import type {Bundle} from "./mime.js";
import {isVega, toSvg, vegaLite5, type Spec} from "./chart.js";
import {isObject} from "./recognise.js";

const patience = 15_000;

/** Whether a value is a Vega or Vega-Lite specification. */
export const isSpec = (value: unknown): value is Spec =>
  isObject(value) && typeof value["$schema"] === "string" && /\/vega(-lite)?\/v\d/.test(value["$schema"]);

/** Whether a value builds a specification when asked, as vega-lite-api's charts do. */
export const isBuilder = (value: unknown): value is {toSpec(): unknown} => isObject(value) && typeof value["toSpec"] === "function";

/** A chart as the type that notebooks draw, as a picture for all that do not, and as a line of text. */
export async function specBundle(spec: Spec): Promise<Bundle> {
  const drawn = isVega(spec)
    ? {"application/vnd.vega.v5+json": vega5(spec)}
    : {"application/vnd.vegalite.v5+json": {...spec, $schema: vegaLite5}};
  const said = describeSpec(spec);
  try {
    const svg = await within(toSvg(spec, {label: said, remote: true}), patience);
    return {data: {...drawn, "image/svg+xml": svg, "text/plain": said}, metadata: {}};
  } catch (error) {
    return {
      data: {...drawn, "text/plain": `${said}\n(not drawn: ${error instanceof Error ? error.message : String(error)})`},
      metadata: {},
    };
  }
}

/** A chart in a few words: marks, channels and rows. */
export function describeSpec(spec: Spec): string {
  if (isVega(spec)) return `Vega chart${spec["description"] ? `: ${String(spec["description"])}` : ""}`;
  const units = unitsOf(spec);
  const marks = [...new Set(units.map(({mark}) => (isObject(mark) ? mark["type"] : mark)).filter(Boolean))];
  const channels = units.flatMap(({encoding}) => (isObject(encoding) ? Object.entries(encoding) : []));
  const fields = channels.map(([channel, definition]) =>
    isObject(definition) && typeof definition["field"] === "string" ? `${channel} ${definition["field"]}` : "",
  );
  const rows = isObject(spec["data"]) && Array.isArray(spec["data"]["values"]) ? `${spec["data"]["values"].length} rows` : "";
  const title = isObject(spec["title"]) ? spec["title"]["text"] : spec["title"];
  const parts = [[...marks].join(" and "), ...new Set(fields), rows].filter(Boolean);
  return `Vega-Lite chart${title ? ` “${String(title)}”` : ""}${parts.length ? `: ${parts.join(", ")}` : ""}`;
}

function unitsOf(spec: Spec): Spec[] {
  const inner = ["layer", "hconcat", "vconcat", "concat"].flatMap((key) => (Array.isArray(spec[key]) ? (spec[key] as Spec[]) : []));
  return [spec, ...inner.flatMap(unitsOf), ...(isObject(spec["spec"]) ? unitsOf(spec["spec"]) : [])];
}

const vega5 = (spec: Spec): Spec => ({...spec, $schema: "https://vega.github.io/schema/vega/v5.json"});

async function within<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`its data did not arrive within ${milliseconds / 1000} s`)), milliseconds);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
