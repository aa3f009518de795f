/** A number as a sentence says it: four significant digits, no trailing zeros, `1.2e6` for the very large and the very small. */
export function digits(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e6) return String(value);
  if (size >= 1e6 || size < 1e-4)
    return value
      .toExponential(2)
      .replace(/\.?0+e/, "e")
      .replace("e+", "e");
  return size >= 1e4 ? String(Math.round(value)) : String(Number(value.toPrecision(4)));
}

/** A number with three decimals; `0.000` for what rounds to it from below. */
export const thousandths = (value: number): string => value.toFixed(3).replace(/^-(0\.0+)$/, "$1");

/** A share in per cent: `12 %`, `0.4 %`, `under 0.1 %`. */
export function percent(share: number): string {
  if (share > 0 && share < 0.001) return "under 0.1 %";
  return `${Number((100 * share).toFixed(share < 0.1 || share > 0.99 ? 1 : 0))} %`;
}

/** `1 row`, `2 rows`. */
export const counted = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? "" : "s"}`;
