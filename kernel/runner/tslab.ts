import {hostKey, type Host} from "../../src/display/display.js";

// What `import … from "tslab"` gives, so that notebooks of that kernel run here: https://www.npmjs.com/package/tslab.

/** Shows data of one MIME type; binary data as bytes. */
export interface Display {
  /** Runs in the front end. */
  javascript(text: string): void;
  /** Hypertext. */
  html(text: string): void;
  /** Markdown. */
  markdown(text: string): void;
  /** Formulas. */
  latex(text: string): void;
  /** A drawing. */
  svg(text: string): void;
  /** A picture. */
  jpeg(bytes: Uint8Array): void;
  /** A picture. */
  png(bytes: Uint8Array): void;
  /** A picture. */
  gif(bytes: Uint8Array): void;
  /** A document. */
  pdf(bytes: Uint8Array): void;
  /** Plain text. */
  text(text: string): void;
  /** Data of any type. */
  raw(contentType: string, data: string | Uint8Array): void;
}

let displays = 0;

/** A place that shows one thing at a time: what is shown later replaces it. */
export function newDisplay(): Display {
  const id = `tslab-${++displays}`;
  let update = false;
  return displayBy((data) => {
    host().show({data, metadata: {}}, {id, update});
    update = true;
  });
}

/** Shows one thing after the other. */
export const display: Display = displayBy((data) => host().show({data, metadata: {}}, {}));

const host = (): Host => (globalThis as unknown as Record<symbol, Host>)[hostKey]!;

function displayBy(show: (data: Record<string, string>) => void): Display {
  const raw = (type: string, data: string | Uint8Array) =>
    show({[type]: typeof data === "string" ? data : Buffer.from(data).toString("base64")});
  return {
    javascript: (text) => raw("application/javascript", text),
    html: (text) => raw("text/html", text),
    markdown: (text) => raw("text/markdown", text),
    latex: (text) => raw("text/latex", text),
    svg: (text) => raw("image/svg+xml", text),
    jpeg: (bytes) => raw("image/jpeg", bytes),
    png: (bytes) => raw("image/png", bytes),
    gif: (bytes) => raw("image/gif", bytes),
    pdf: (bytes) => raw("application/pdf", bytes),
    text: (text) => raw("text/plain", text),
    raw,
  };
}
