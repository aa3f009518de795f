import {Marked} from "marked";
import {cleanHtml} from "./clean.js";

/** Markdown as inert HTML, its headings one level down, since the page has its own; `attachments` are MIME bundles by name. */
export function markdownHtml(markdown: string, {attachments = {}}: {attachments?: Readonly<Record<string, unknown>>} = {}): string {
  const marked = new Marked({
    gfm: true,
    async: false,
    walkTokens: (token) => void (token.type === "heading" && (token["depth"] = Math.min(6, token["depth"] + 1))),
  });
  const embedded = markdown.replace(
    /\(attachment:([^)\s]+)\)/g,
    (whole, name: string) => embed(attachments[decodeURIComponent(name)]) ?? whole,
  );
  return cleanHtml(marked.parse(embedded) as string);
}

function embed(bundle: unknown): string | undefined {
  if (typeof bundle !== "object" || bundle === null) return undefined;
  const [type, data] = Object.entries(bundle as Record<string, unknown>).find(([name]) => name.startsWith("image/")) ?? [];
  const text = Array.isArray(data) ? data.join("") : data;
  return type && typeof text === "string" ? `(data:${type};base64,${text.replace(/\s/g, "")})` : undefined;
}
