import type {Block, Split} from "../check.js";
import {num, type Evidence, type Num} from "../finding.js";
import {finiteExtent} from "../math/stats.js";
import {cut} from "./feature.js";

/** Some rows to be shown, each with a word of why. */
export interface Shown {
  label: string;
  rows: readonly {row: number; word: string; target: string}[];
}

/** Gives what shows rows of a split: as a strip of pictures when an input is one, as a table otherwise. */
export function shower(split: Split): (shown: Shown) => Evidence {
  const picture = split.x.find(isPicture);
  if (!picture) return (shown) => tableOf(split, shown);
  const brightness = brightnessOf(picture);
  return (shown) => strip(picture, {...shown, ...brightness});
}

/** True for rows of shape `[height, width, 1, 3 or 4]`, and for square ones of eight by eight at least. */
export const isPicture = ({shape: [height = 0, width = 0, channels], shape}: Block): boolean =>
  shape.length === 3 ? [1, 3, 4].includes(channels!) : shape.length === 2 && height === width && height >= 8;

/** Components of a row that a table shows at most. */
const columnsShown = 8;

function tableOf({x}: Split, {label, rows}: Shown): Evidence {
  const cells = x
    .flatMap(({values, size, names, name}) =>
      Array.from({length: size}, (_, i) => ({values, size, i, name: names[i] ?? `${name} ${i + 1}`})),
    )
    .slice(0, columnsShown);
  const all = x.reduce((sum, {size}) => sum + size, 0);
  const heads = (["row", "which", "target"] as const).filter(
    (head) => head === "row" || rows.some((each) => each[head === "which" ? "word" : head] !== ""),
  );
  return {
    kind: "table",
    label: all > cells.length ? `${label} (the first ${cells.length} of ${all} values)` : label,
    columns: [...heads, ...cells.map(({name}) => name)],
    rows: rows.map(({row, word, target}) => [
      ...heads.map((head) => ({row, which: word, target})[head]),
      ...cells.map(({values, size, i}): Num => cut(values[row * size + i]!)),
    ]),
  };
}

/** Pixels that a picture is drawn with at most, each way. */
const side = 64;

function strip(block: Block, {label, rows, tone, said}: Shown & Brightness): Evidence {
  const [height = 1, width = 1, channels = 1] = block.shape;
  const step = Math.ceil(Math.max(height, width) / side);
  const [tall, wide] = [Math.ceil(height / step), Math.ceil(width / step)];
  const across = rows.length * (wide + 1) - 1;
  const pixels = new Array<number>(tall * across * channels).fill(channels === 4 ? 0 : 255);
  rows.forEach(({row}, k) => {
    for (let i = 0; i < tall; i++)
      for (let j = 0; j < wide; j++)
        for (let c = 0; c < channels; c++)
          pixels[(i * across + k * (wide + 1) + j) * channels + c] = tone(
            block.values[row * block.size + (i * step * width + j * step) * channels + c]!,
          );
  });
  const words = rows.map(({row, word, target}) => `${row}${word || target ? ` (${[word, target].filter(Boolean).join(", ")})` : ""}`);
  return {
    kind: "image",
    label: `${label}: rows ${words.join(", ")}; ${said}`,
    width: across,
    height: tall,
    channels: channels as 1 | 3 | 4,
    pixels,
  };
}

interface Brightness {
  tone: (value: number) => number;
  said: string;
}

/** How values become brightness: as they are from 0 to 1 or to 255, else from the least to the greatest. */
function brightnessOf({values}: Block): Brightness {
  const [low, high] = finiteExtent(values);
  const [dark, bright] = low >= 0 && high <= 1 ? [0, 1] : low >= 0 && high <= 255 ? [0, 255] : [low, high];
  const tone = (value: number) => Math.round(255 * Math.min(1, Math.max(0, (value - dark) / (bright - dark || 1)))) || 0;
  return {tone, said: `dark is ${num(Number(dark.toPrecision(4)))}, bright ${num(Number(bright.toPrecision(4)))}`};
}
