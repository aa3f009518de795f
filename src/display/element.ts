import {inspect} from "./inspect.js";
import type {Bundle} from "./mime.js";
import {base64} from "./picture.js";
import {isObject} from "./recognise.js";

/** What a value shows that is a picture or an element, by what it can do: the bytes of a picture's file, a canvas, an element of a document. */
export function elementBundle(value: unknown): Bundle | undefined {
  if (value instanceof Uint8Array) {
    const type = pictureType(value);
    return type === undefined ? undefined : {data: {[type]: base64(value), "text/plain": `[${type}, ${value.length} bytes]`}, metadata: {}};
  }
  if (!isObject(value)) return undefined;
  const {toDataURL, outerHTML} = value;
  if (typeof toDataURL === "function") return fromAddress(String(toDataURL.call(value)));
  if (typeof outerHTML !== "string") return undefined;
  const type = /^\s*<svg\b/i.test(outerHTML) ? "image/svg+xml" : "text/html";
  return {data: {[type]: outerHTML, "text/plain": inspect(outerHTML)}, metadata: {}};
}

/** The MIME type of a picture's file by its first bytes; undefined for other bytes. */
export function pictureType(bytes: Uint8Array): string | undefined {
  const head = String.fromCharCode(...bytes.subarray(0, 12));
  if (head.startsWith("\u0089PNG\r\n\u001a\n")) return "image/png";
  if (head.startsWith("\u00ff\u00d8\u00ff")) return "image/jpeg";
  if (/^GIF8[79]a/.test(head)) return "image/gif";
  if (head.startsWith("RIFF") && head.endsWith("WEBP")) return "image/webp";
  return undefined;
}

function fromAddress(address: string): Bundle | undefined {
  const [, type, data] = /^data:(image\/[\w+.-]+);base64,(.+)$/s.exec(address) ?? [];
  return type === undefined ? undefined : {data: {[type]: data, "text/plain": `[${type}]`}, metadata: {}};
}
