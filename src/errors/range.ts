/** Whether a version lies in a range of comparisons, `>=4.9.0 <4.11.0 || 4.3.0`, each against numbers with dots; a tag such as `-rc.0` is left off. */
export function inRange(version: string, range: string): boolean {
  return range.split("||").some((part) =>
    part
      .trim()
      .split(/\s+/)
      .every((comparison) => holds(version, comparison)),
  );
}

/** Throws one clear line for a range that is none. */
export function expectRange(range: string, {name}: {name: string}): void {
  const odd = range
    .split("||")
    .flatMap((part) => part.trim().split(/\s+/))
    .find((comparison) => !comparator.test(comparison));
  if (odd !== undefined) throw new TypeError(`expected ${name} to be a range such as ">=4.9.0 <4.11.0", got ${JSON.stringify(range)}`);
}

const comparator = /^(>=|<=|>|<|=?)v?(\d+(?:\.\d+)*)(?:[-+][\w.+-]*)?$/;

function holds(version: string, comparison: string): boolean {
  const [, sign, bound] = comparator.exec(comparison) ?? [];
  const order = bound === undefined ? NaN : compare(version, bound);
  if (sign === ">=") return order >= 0;
  if (sign === "<=") return order <= 0;
  if (sign === ">") return order > 0;
  return sign === "<" ? order < 0 : order === 0;
}

/** Negative, zero or positive as `a` is older, equal or newer; NaN when one is no version. */
function compare(a: string, b: string): number {
  const [left, right] = [numbers(a), numbers(b)];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const order = (left[i] ?? 0) - (right[i] ?? 0);
    if (order !== 0) return order;
  }
  return 0;
}

const numbers = (version: string): number[] =>
  version
    .replace(/^v/, "")
    .replace(/[-+].*$/s, "")
    .split(".")
    .map((part) => (/^\d+$/.test(part) ? Number(part) : NaN));
