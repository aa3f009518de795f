import {pictureType} from "./element.js";
import {escapeHtml, plain} from "./escape.js";
import {showsItself, type Bundle} from "./mime.js";
import {base64, toPng, type Picture} from "./picture.js";
import {isObject} from "./recognise.js";
import {styleElement} from "./style.js";
import {tableHtml, tableText, toTable, type TableBounds} from "./table.js";
import {figures, isTensor, type TensorShape} from "./tensor.js";

/** A value that shows itself. */
export interface Shown {
  /** Its MIME bundle: type to value. */
  [showsItself](): Bundle["data"] | Promise<Bundle["data"]>;
}

/** What a tag stands before, or, for a tag that is called as a function, a text. */
export type Template = TemplateStringsArray | string;

const piecesOf = (parts: Template): readonly string[] => (typeof parts === "string" ? [parts] : parts);

const shown = (make: () => Bundle["data"] | Promise<Bundle["data"]>): Shown => ({[showsItself]: make});

/** HTML, shown as such; values put in are escaped, but for other `html` and `svg` pieces. */
export const html = (parts: Template, ...values: readonly unknown[]): Markup => markup("text/html", parts, values);

/** SVG, shown as a picture; values put in are escaped, but for other `svg` pieces. */
export const svg = (parts: Template, ...values: readonly unknown[]): Markup => markup("image/svg+xml", parts, values);

/** Markdown, shown as such; values are put in as they are. */
export const md = (parts: Template, ...values: readonly unknown[]): Shown => {
  // A text comes from elsewhere: its indentation is its own.
  const source = typeof parts === "string" ? parts : String.raw({raw: dedent(parts)}, ...values);
  return shown(() => ({"text/markdown": source, "text/plain": source}));
};

/** A piece of HTML or SVG that shows itself. */
export interface Markup extends Shown {
  /** The markup. */
  readonly markup: string;
}

/** Rows as a table with a caption of its own and as many rows and columns as wanted. */
export function table(rows: readonly object[], {caption = "", ...bounds}: {caption?: string} & TableBounds = {}): Shown {
  const drawn = toTable(rows, {caption, most: bounds.rows});
  return shown(() => ({
    "text/html": `<div class="ddx">${styleElement}${tableHtml(drawn, bounds)}</div>`,
    "text/plain": tableText(drawn, bounds),
  }));
}

/** A picture: bytes of a PNG, JPEG, GIF or WebP file, pixels, or a tensor `[height, width]` or `[height, width, 1|3|4]`. */
export function image(source: Uint8Array | Picture | TensorShape, {alt = "picture", width}: {alt?: string; width?: number} = {}): Shown {
  return shown(async () => {
    const {type, data} = await encode(source);
    const size = width ? ` width="${Math.round(width)}"` : "";
    return {
      [type]: data,
      "text/html": `<img src="data:${type};base64,${data}" alt="${escapeHtml(alt)}"${size} style="image-rendering:pixelated">`,
      "text/plain": `[${plain(alt)}]`,
    };
  });
}

async function encode(source: Uint8Array | Picture | TensorShape): Promise<{type: string; data: string}> {
  if (source instanceof Uint8Array) {
    const type = pictureType(source);
    if (type) return {type, data: base64(source)};
    throw new TypeError("expected the bytes of a PNG, JPEG, GIF or WebP file; for raw pixels give {width, height, channels, pixels}");
  }
  return {type: "image/png", data: await toPng(isTensor(source) ? await toPicture(source) : source)};
}

// Whole numbers are taken as 0 to 255; others are stretched from least to greatest, as nobody knows how they were scaled.
async function toPicture(tensor: TensorShape): Promise<Picture> {
  const [height = 0, width = 0, channels = 1] = tensor.shape;
  if (tensor.shape.length < 2 || tensor.shape.length > 3 || ![1, 3, 4].includes(channels))
    throw new TypeError(`expected a tensor of shape [height, width] or [height, width, 1, 3 or 4], got [${tensor.shape.join(", ")}]`);
  const values = (await tensor.data()) as ArrayLike<number>;
  const {least, most} = figures(values);
  const bytes = tensor.dtype === "int32" || (most > 1 && least >= 0 && most <= 255);
  const pixels = Array.from(values, (value) => (bytes ? value : (255 * (value - least)) / (most - least || 1)));
  return {width, height, channels: channels as Picture["channels"], pixels};
}

function markup(type: string, parts: Template, values: readonly unknown[]): Markup {
  const written = String.raw({raw: piecesOf(parts)}, ...values.map(insert)).trim();
  return {
    markup: written,
    ...shown(() => ({
      [type]: written,
      "text/plain": written
        .replace(/<[^>]*>/g, " ")
        .replace(/\s+/g, " ")
        .trim(),
    })),
  };
}

function insert(value: unknown): string {
  if (Array.isArray(value)) return value.map(insert).join("");
  return isObject(value) && typeof value["markup"] === "string" && showsItself in value ? value["markup"] : escapeHtml(value ?? "");
}

// The indentation that all lines of the template share belongs to the code around it; in Markdown it would mean a block of code.
function dedent(parts: readonly string[]): string[] {
  const whole = parts.map((part, index) => (index === parts.length - 1 ? part.replace(/\n[ \t]*$/, "\n") : part));
  const indents = whole.flatMap((part, index) =>
    [...part.matchAll(index < parts.length - 1 ? /\n([ \t]*)(?=\S|$)/g : /\n([ \t]*)(?=\S)/g)].map(([, space]) => space!.length),
  );
  const shared = Math.min(...indents);
  return Number.isFinite(shared) ? whole.map((part) => part.replace(new RegExp(`\\n[ \\t]{${shared}}`, "g"), "\n")) : whole;
}
