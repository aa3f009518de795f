import type {Random} from "../math/random.js";

/** Points between −1 and 1 in each dimension that lie apart: each the furthest from those before among a hundred. */
export function apart(count: number, {length, draw}: {length: number; draw: Random}): Float64Array[] {
  const point = () => Float64Array.from({length}, () => 2 * draw() - 1);
  const found = [point()];
  const far = (one: Float64Array) => Math.min(...found.map((other) => Math.hypot(...one.map((value, i) => value - other[i]!))));
  while (found.length < count) {
    const candidates = Array.from({length: 100}, point);
    found.push(candidates.reduce((best, one) => (far(one) > far(best) ? one : best)));
  }
  return found;
}
