import type * as Vega from "vega";
import {escapeHtml, hash} from "./escape.js";
import {neutral, theme} from "./theme.js";

/** A Vega-Lite or Vega specification: JSON with a `$schema`. */
export type Spec = Readonly<Record<string, unknown>>;

/** How a chart becomes a picture. */
export interface Drawing {
  /** What the picture shows, for those who cannot see it. */
  label?: string;
  /** Whether data may be loaded from elsewhere: false when left out. */
  remote?: boolean;
}

/** The schema of the newest Vega-Lite that notebooks' front ends draw: JupyterLab 4.6 knows version 5 and no newer. */
export const vegaLite5 = "https://vega.github.io/schema/vega-lite/v5.json";

/** A specification drawn as one SVG element, without a browser; the same bytes each time. */
export async function toSvg(spec: Spec, {label, remote = false}: Drawing = {}): Promise<string> {
  const vega = await import("vega");
  const loader = vega.loader();
  if (!remote) loader.load = async (uri: string) => Promise.reject(new Error(`data from elsewhere is not loaded: ${uri}`));
  const problems: string[] = [];
  const logger = quiet(vega, problems);
  const view = new vega.View(vega.parse(await toVega(spec)), {renderer: "none", loader, logger});
  try {
    const drawn = await view.toSVG();
    if (problems.length && !drawn.includes("<path")) throw new Error(problems[0]);
    return finish(drawn, {label, name: hash(JSON.stringify(spec))});
  } finally {
    view.finalize();
  }
}

async function toVega(spec: Spec): Promise<Vega.Spec> {
  const config = {...theme, ...(spec["config"] as object | undefined)};
  if (isVega(spec)) return {...spec, config} as object as Vega.Spec;
  const {compile} = await import("vega-lite");
  const silent = {level: () => silent, error: () => silent, warn: () => silent, info: () => silent, debug: () => silent};
  return compile({...spec, config} as never, {logger: silent as never}).spec as Vega.Spec;
}

/** Whether a specification is written in Vega rather than in Vega-Lite. */
export const isVega = (spec: Spec): boolean => /\/vega\/v\d/.test(String(spec["$schema"]));

function quiet(vega: typeof Vega, problems: string[]): Vega.LoggerInterface {
  const logger = vega.logger(vega.Warn);
  const keep = (...parts: readonly unknown[]) => (problems.push(parts.map(String).join(" ")), logger);
  return Object.assign(logger, {error: keep, warn: keep});
}

// Vega counts its ids up over the life of the process: named by content they neither clash on one page nor change from run to run.
function finish(svg: string, {label = "chart", name}: {label?: string; name: string}): string {
  const known = new Map<string, string>();
  const rename = (id: string) => known.get(id) ?? known.set(id, `c${name}-${known.size}`).get(id)!;
  const root = `<svg role="img" aria-label="${escapeHtml(label)}" color="${neutral}" font-family="system-ui, sans-serif" `;
  return svg
    .replace(/<[^>]*>/g, (tag) =>
      slim(tag).replace(/(\bid="|url\(#|href="#)([\w-]+)/g, (_, before: string, id: string) => before + rename(id)),
    )
    .replace("<svg ", () => root);
}

// The label of the whole says what its parts say. The neutral grey stays where nothing else is known; a page that shows the SVG may give it its own text colour.
const slim = (tag: string): string =>
  tag
    .replace(/ (?:pointer-events|class|font-family|role|aria-[a-z]+)="[^"]*"/g, "")
    .replaceAll(`="${neutral}"`, '="currentColor"')
    .replace(/-?\d+\.\d{3,}/g, (number) => String(Number(Number(number).toFixed(2))));
