import {createRequire} from "node:module";

/** A row of an HTML table. */
export interface HtmlRow {
  /** What its cells say. */
  texts: string[];
  /** Whether all of its cells are heads. */
  head: boolean;
}

/** What HTML says, without its markup. */
export interface HtmlContent {
  /** Its tables, row by row. */
  tables: readonly (readonly HtmlRow[])[];
  /** What it says beside the cells of tables. */
  text: string;
}

const kept = ["table", "tr", "td", "th", "caption", "br", "p", "div", "li", "h1", "h2", "h3", "h4"];

/** Reads tables and text; styles, scripts and attributes say nothing. */
export function readHtml(html: string): HtmlContent {
  // The sanitiser repairs and escapes: what it leaves are bare tags, text and three entities.
  const clean = sanitiser()(html, {allowedTags: kept, allowedAttributes: {}});
  const tables: HtmlRow[][] = [];
  const beside: string[] = [];
  let inCell = false;
  for (const [, slash, tag = "", text = ""] of clean.matchAll(/<(\/?)(\w+)[^>]*>|([^<]+)/g)) {
    const row = tables.at(-1)?.at(-1);
    const isCell = tag === "td" || tag === "th";
    if (tag === "table" && !slash) tables.push([]);
    if (tag === "tr" && !slash) tables.at(-1)?.push({texts: [], head: true});
    if (isCell && !slash && row) row.texts.push("");
    if (tag === "td" && row) row.head = false;
    if (isCell || tag === "tr" || tag === "table") inCell = isCell && !slash && row !== undefined;
    else if (inCell) row!.texts.push(row!.texts.pop()! + (tag ? " " : decode(text)));
    else beside.push(tag ? " " : decode(text));
  }
  return {tables, text: beside.join("").replace(/\s+/g, " ").trim()};
}

// It takes a tenth of a second to load: only where HTML is compared.
const sanitiser = () => createRequire(import.meta.url)("sanitize-html") as typeof import("sanitize-html");

const entities: Readonly<Record<string, string>> = {lt: "<", gt: ">", amp: "&", quot: '"'};

const decode = (text: string): string => text.replace(/&(lt|gt|amp|quot);/g, (_, name: string) => entities[name]!);
