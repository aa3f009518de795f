import type {Random} from "../../math/random.js";
import {normal} from "../noise.js";
import type {Factors} from "./options.js";

/** Factors of several lessons, side by side. */
export function beside(parts: readonly Factors[]): Factors {
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  const rows = parts[0]!.values.length / parts[0]!.count;
  const values = new Float64Array(rows * count);
  let at = 0;
  for (const part of parts) {
    for (let i = 0; i < rows; i++) values.set(part.values.subarray(i * part.count, (i + 1) * part.count), i * count + at);
    at += part.count;
  }
  return {values, count};
}

/** The factors as one of several inputs shows them: of deviation 1 still. */
export function blurred({values, count}: Factors, {by, draw}: {by: number; draw: Random}): Factors {
  const noise = normal(draw);
  return by === 0 ? {values, count} : {values: values.map((value) => (value + by * noise()) / Math.hypot(1, by)), count};
}

/** Unit vectors at right angles to each other (Gram & Schmidt), as long as there is room for them, then any. */
export function directions(count: number, {length, draw}: {length: number; draw: Random}): Float64Array[] {
  const noise = normal(draw);
  const found: Float64Array[] = [];
  while (found.length < count) {
    const next = Float64Array.from({length}, noise);
    const from = found.length - (found.length % length);
    for (const known of found.slice(from)) {
      const along = next.reduce((sum, value, i) => sum + value * known[i]!, 0);
      next.forEach((value, i) => (next[i] = value - along * known[i]!));
    }
    const norm = Math.hypot(...next);
    found.push(next.map((value) => value / norm));
  }
  return found;
}
