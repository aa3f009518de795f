import type {Num} from "../finding.js";

/** A number to `digits` significant digits, with a true minus sign left ASCII; `"NaN"` and the infinities as words. */
export function formatNumber(value: unknown, {digits = 4}: {digits?: number} = {}): string {
  const number = toNumber(value);
  if (!Number.isFinite(number)) return String(number);
  if (Number.isInteger(number) && Math.abs(number) < 1e6) return String(number);
  const size = Math.abs(number);
  if (size >= 1e6 || size < 1e-4) return trim(number.toExponential(digits - 1));
  return trim(size >= 10 ** digits ? String(Math.round(number)) : number.toPrecision(digits));
}

/** The number that a {@link Num} stands for; NaN for anything else. */
export function toNumber(value: unknown): number {
  if (typeof value === "number") return value;
  return value === "Infinity" ? Infinity : value === "-Infinity" ? -Infinity : NaN;
}

/** A number as Vega's JSON may hold it: `null` where it is not finite. */
export const finite = (value: Num | undefined): number | null => {
  const number = toNumber(value);
  return Number.isFinite(number) ? number : null;
};

/** `1 finding`, `2 findings`. */
export const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? "" : "s"}`;

const trim = (text: string): string => (text.includes(".") ? text.replace(/\.?0+(?=e|$)/, "") : text).replace("e+", "e");
