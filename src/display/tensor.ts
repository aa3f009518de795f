import type {Bundle} from "./mime.js";
import {escapeHtml} from "./escape.js";
import {count, formatNumber} from "./number.js";
import {toPng} from "./picture.js";
import {isObject} from "./recognise.js";
import {styleElement} from "./style.js";
import {cellText, tableHtml} from "./table.js";

/** What of a tensor is needed to show it; any copy of tfjs fits. */
export interface TensorShape {
  /** Sizes of the dimensions. */
  shape: number[];
  /** `float32`, `int32`, `bool`, `string` or `complex64`. */
  dtype: string;
  /** Whether its memory was given back. */
  isDisposed: boolean;
  /** Reads the values without blocking. */
  data(): Promise<ArrayLike<unknown>>;
}

/** Whether a value is a tensor with values, judged by what it can do. */
export const isTensor = (value: unknown): value is TensorShape =>
  isObject(value) &&
  Array.isArray(value["shape"]) &&
  typeof value["dtype"] === "string" &&
  typeof value["dataSync"] === "function" &&
  "rankType" in value;

/** A tensor as shape, type, figures and values, cut; as a table or a heat map when it has two dimensions. */
export async function tensorBundle(tensor: TensorShape): Promise<Bundle> {
  const title = `Tensor ${tensor.dtype} [${tensor.shape.join(", ")}]`;
  if (tensor.isDisposed) return {data: {"text/plain": `${title}: disposed, its values are gone`}, metadata: {}};
  const values = await tensor.data();
  const head = `${title}${describe(values, tensor)}`;
  const text = `${head}\n${nested(values, tensor.shape)}`;
  const body = await picture(values, tensor);
  if (!body) return {data: {"text/plain": text}, metadata: {}};
  const html = `<div class="ddx">${styleElement}<p><strong>${escapeHtml(title)}</strong><small>${escapeHtml(head.slice(title.length))}</small></p>${body}</div>`;
  return {data: {"text/plain": text, "text/html": html}, metadata: {}};
}

function describe(values: ArrayLike<unknown>, {dtype}: TensorShape): string {
  if (dtype === "string" || dtype === "complex64" || values.length === 0) return `: ${count(values.length, "value")}`;
  const {least, most, mean, nan, infinite} = figures(values as ArrayLike<number>);
  const odd = [nan ? `${nan} NaN` : "", infinite ? `${infinite} infinite` : ""].filter(Boolean);
  const sane =
    nan + infinite < values.length ? [`min ${formatNumber(least)}`, `mean ${formatNumber(mean)}`, `max ${formatNumber(most)}`] : [];
  return `: ${[...sane, ...odd].join(", ")}`;
}

/** Least, greatest and mean of the finite values, and how many are not finite. */
export function figures(values: ArrayLike<number>) {
  let [least, most, sum, nan, infinite] = [Infinity, -Infinity, 0, 0, 0];
  for (let index = 0; index < values.length; index++) {
    const value = Number(values[index]);
    if (Number.isNaN(value)) nan++;
    else if (!Number.isFinite(value)) infinite++;
    else {
      sum += value;
      if (value < least) least = value;
      if (value > most) most = value;
    }
  }
  return {least, most, mean: sum / (values.length - nan - infinite), nan, infinite};
}

// At most six entries of each dimension: the first four and the last two.
function nested(values: ArrayLike<unknown>, shape: readonly number[], offset = 0): string {
  if (!shape.length) return cellText(values[offset] ?? "");
  const [size = 0, ...inner] = shape;
  const stride = inner.reduce((product, each) => product * each, 1);
  const shown = size <= 6 ? [...Array(size).keys()] : [0, 1, 2, 3, -1, size - 2, size - 1];
  const parts = shown.map((index) => (index < 0 ? "…" : nested(values, inner, offset + index * stride)));
  const indented = parts.map((part) => part.replaceAll("\n", "\n "));
  return `[${indented.join(inner.length ? ",\n " : ", ")}]`;
}

async function picture(values: ArrayLike<unknown>, {shape, dtype}: TensorShape): Promise<string> {
  const [rows = 0, columns = 0] = shape;
  if (shape.length !== 2 || rows * columns === 0 || dtype === "complex64") return "";
  if (columns <= 12 || dtype === "string") {
    const cells = Array.from({length: Math.min(rows, 10)}, (_, row) => [
      row,
      ...Array.from({length: columns}, (_, column) => values[row * columns + column]),
    ]);
    return tableHtml(
      {caption: "", columns: ["row", ...Array.from({length: columns}, (_, column) => String(column))], rows: cells, total: rows},
      {columns: 13},
    );
  }
  return heatMap(values as ArrayLike<number>, {rows, columns});
}

// Dark is least, bright is greatest, red is not a number; every so many rows or columns when there are too many for one pixel each.
async function heatMap(values: ArrayLike<number>, {rows, columns}: {rows: number; columns: number}): Promise<string> {
  const {least, most} = figures(values);
  const [tall, wide] = [Math.ceil(rows / 320), Math.ceil(columns / 640)];
  const [height, width] = [Math.ceil(rows / tall), Math.ceil(columns / wide)];
  const pixels: number[] = [];
  for (let row = 0; row < rows; row += tall)
    for (let column = 0; column < columns; column += wide) {
      const value = values[row * columns + column]!;
      const bright = Math.round((255 * (value - least)) / (most - least || 1));
      pixels.push(...(Number.isNaN(value) ? [220, 40, 30] : [bright, bright, bright]));
    }
  const zoom = Math.max(1, Math.floor(320 / Math.max(width, height)));
  const png = await toPng({width, height, channels: 3, pixels});
  const left =
    tall * wide > 1
      ? `, every ${tall > 1 ? `${tall}th row` : ""}${tall > 1 && wide > 1 ? " and " : ""}${wide > 1 ? `${wide}th column` : ""}`
      : "";
  const caption = `dark ${formatNumber(least)}, bright ${formatNumber(most)}${left}`;
  return `<figure class="ddx-image"><figcaption>${caption}</figcaption><img alt="heat map of the values" width="${width * zoom}" height="${height * zoom}" src="data:image/png;base64,${png}"></figure>`;
}
