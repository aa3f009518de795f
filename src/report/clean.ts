import sanitize from "sanitize-html";
import {escapeHtml} from "../display/escape.js";
import {base64} from "../display/picture.js";

const blocks = [
  "p",
  "div",
  "section",
  "article",
  "header",
  "h1",
  "h2",
  "h3",
  "h4",
  "h5",
  "h6",
  "ul",
  "ol",
  "li",
  "dl",
  "dt",
  "dd",
  "blockquote",
  "pre",
  "hr",
  "details",
  "summary",
];
const words = [
  "a",
  "b",
  "strong",
  "i",
  "em",
  "u",
  "s",
  "del",
  "code",
  "kbd",
  "samp",
  "var",
  "sub",
  "sup",
  "small",
  "mark",
  "br",
  "span",
  "abbr",
  "q",
];
const tables = ["table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "colgroup", "col", "figure", "figcaption", "img"];

/** HTML from strangers made inert: a short list of elements, no scripts, no style, no ids, nothing loaded from elsewhere; SVG becomes a picture. */
export function cleanHtml(html: string): string {
  return sanitize(
    html.replace(/<svg[\s>][\s\S]*?<\/svg\s*>/gi, (svg) => svgImage(svg)),
    {
      allowedTags: [...blocks, ...words, ...tables],
      allowedAttributes: {
        a: ["href", "rel"],
        img: ["src", "alt", "width", "height"],
        th: ["scope", "colspan", "rowspan"],
        td: ["colspan", "rowspan"],
        ol: ["start"],
        "*": ["class", "title"],
      },
      allowedClasses: {"*": ["ddx", "ddx-*", "n"]},
      allowedSchemes: ["http", "https", "mailto"],
      allowedSchemesByTag: {img: ["data"]},
      allowProtocolRelative: false,
      transformTags: {a: sanitize.simpleTransform("a", {rel: "noopener noreferrer"}), img: describeImage},
      disallowedTagsMode: "discard",
    },
  );
}

/** SVG from strangers as a picture: inside `<img>` no script runs and nothing is loaded. */
export function svgImage(svg: string, {alt}: {alt?: string} = {}): string {
  const label = alt ?? /aria-label="([^"]*)"/.exec(svg)?.[1] ?? "chart";
  const whole = /\sxmlns\s*=/.test(svg.slice(0, svg.indexOf(">"))) ? svg : svg.replace(/<svg/i, '<svg xmlns="http://www.w3.org/2000/svg"');
  const inked = whole.includes("currentColor") ? whole.replace(/<svg(?:[^"'>]|"[^"]*"|'[^']*')*>/i, `$&${ink}`) : whole;
  return `<img alt="${escapeHtml(decode(label))}" src="data:image/svg+xml;base64,${base64(new TextEncoder().encode(inked))}">`;
}

const ink = "<style>svg{color:#1f2328}@media(prefers-color-scheme:dark){svg{color:#e6e9ee}}</style>";

// A picture from elsewhere would not open offline: its description stays.
function describeImage(tag: string, attributes: sanitize.Attributes): sanitize.Tag {
  if (/^data:image\/(?:png|jpeg|gif|webp|svg\+xml)[;,]/i.test(attributes["src"] ?? "")) return {tagName: tag, attribs: attributes};
  return {tagName: "em", attribs: {}, text: `[picture: ${attributes["alt"] || attributes["src"] || "without a description"}]`};
}

const decode = (text: string): string =>
  text
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&(lt|gt|quot|amp);/g, (_, name: string) => ({lt: "<", gt: ">", quot: '"', amp: "&"})[name]!);
