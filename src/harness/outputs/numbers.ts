import type {Closeness, Pair} from "./difference.js";

/**
 * Whether two numbers are the same but for noise: whole numbers must be equal, others may be `tolerance · max(0.01, |a|, |b|)` apart. The
 * distance is relative, so that a rate of 1e-5 is not 2e-5; its floor of 1e-8 at the usual tolerance lets sums that cancel to nearly 0 agree.
 * NaN is NaN, -0 is 0, an infinity only itself.
 */
export function numbersAgree({stored, fresh}: Pair<number>, {tolerance}: Closeness): boolean {
  if (stored === fresh || (Number.isNaN(stored) && Number.isNaN(fresh))) return true;
  if (!Number.isFinite(stored) || !Number.isFinite(fresh)) return false;
  if (Number.isSafeInteger(stored) && Number.isSafeInteger(fresh)) return false;
  return Math.abs(stored - fresh) <= tolerance * Math.max(0.01, Math.abs(stored), Math.abs(fresh));
}

/**
 * The same for numbers as they are printed: two that are printed as integers must be equal, whatever their size. Few digits earn no leeway: one code prints
 * both, so 0.9 against 0.93 is a change and not a rounding.
 */
export const numeralsAgree = (pair: Pair<string>, closeness: Closeness): boolean =>
  isInteger(pair.stored) && isInteger(pair.fresh)
    ? whole(pair.stored) === whole(pair.fresh)
    : numbersAgree({stored: Number(pair.stored), fresh: Number(pair.fresh)}, closeness);

const isInteger = (numeral: string): boolean => /^[-+]?\d+$/.test(numeral);

const whole = (numeral: string): bigint => BigInt(numeral.replace("+", ""));
