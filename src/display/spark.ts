import {formatNumber, toNumber} from "./number.js";

const steps = "▁▂▃▄▅▆▇█";

/**
 * Values as a line of blocks, averaged down to `width`, from the least to the greatest of `among`; a `×` where a value is not finite;
 * all of the same height when they differ by less than a fiftieth.
 */
export function sparkline(
  values: readonly unknown[],
  {width = 32, log = false, among = values}: {width?: number; log?: boolean; among?: readonly unknown[]} = {},
): string {
  const [numbers, all] = [values, among].map((list) =>
    list.map(toNumber).map((value) => (log ? (value > 0 ? Math.log(value) : NaN) : value)),
  );
  const [low, high] = extent(all!);
  const block = (value: number) =>
    steps[
      high - low > (log ? 0 : 0.02 * Math.max(Math.abs(low), Math.abs(high)))
        ? Math.round(((value - low) / (high - low)) * (steps.length - 1))
        : 3
    ]!;
  return shrink(numbers!, width)
    .map((value) => (Number.isFinite(value) ? block(value) : "×"))
    .join("");
}

/** Least and greatest of the finite values; an empty interval when there is none. */
export function extent(values: readonly number[]): [number, number] {
  const known = values.filter(Number.isFinite);
  return known.reduce<[number, number]>(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity]);
}

/** A share of the largest value as a bar with eighths. */
export function bar(value: number, {top, width = 24}: {top: number; width?: number}): string {
  const eighths = top > 0 && Number.isFinite(value) ? Math.round((Math.abs(value) / top) * width * 8) : 0;
  return "█".repeat(Math.floor(eighths / 8)) + ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8];
}

/** First and last value of a series, with an arrow between them. */
export function endpoints(values: readonly unknown[]): string {
  const [first, last] = [values[0], values.at(-1)].map((value) => formatNumber(value));
  return values.length > 1 ? `${first} → ${last}` : values.length ? first! : "no values";
}

function shrink(values: readonly number[], width: number): number[] {
  if (values.length <= width) return [...values];
  return Array.from({length: width}, (_, index) => {
    const part = values.slice(Math.floor((index * values.length) / width), Math.floor(((index + 1) * values.length) / width));
    return part.reduce((sum, value) => sum + value, 0) / part.length;
  });
}
