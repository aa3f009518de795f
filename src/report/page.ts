import {escapeHtml, scriptJson} from "../display/escape.js";
import {style} from "../display/style.js";
import {pageStyle} from "./style.js";

/** What a page is made of. */
export interface Page {
  /** Heading and window title. */
  title: string;
  /** A line below the heading, as HTML. */
  about: string;
  /** The page's content, as HTML that is safe. */
  body: string;
  /** All that the page was made from, as plain JSON. */
  data: unknown;
  /** Style of what only this page has. */
  ownStyle?: string;
}

/** The id of the element that carries a page's JSON. */
export const dataId = "ddx-data";

// Nothing is loaded and nothing runs, whatever the content may hold.
const policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** One self-contained HTML page: opens offline, runs no script, the same bytes each time. */
export const pageHtml = ({title, about, body, data, ownStyle = ""}: Page): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>${style}
${pageStyle}${ownStyle}</style>
</head>
<body>
<header class="ddx top"><h1>${escapeHtml(title)}</h1>${about}</header>
<main>
${body}
</main>
<script type="application/json" id="${dataId}">${scriptJson(data)}</script>
</body>
</html>
`;

/** The JSON that a page was made from; throws when it is not one of our pages. */
export function readPage(html: string): unknown {
  const found = new RegExp(`<script type="application/json" id="${dataId}">(.*?)</script>`, "s").exec(html);
  if (!found) throw new TypeError("expected a page written by ddx report, got HTML without its data");
  return JSON.parse(found[1]!);
}
