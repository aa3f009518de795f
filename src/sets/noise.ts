import type {Random} from "../math/random.js";

/** A stream of numbers of a normal distribution of mean 0 and deviation 1 (Box & Muller 1958). */
export function normal(draw: Random): Random {
  let spare: number | undefined;
  return () => {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - draw()));
    const angle = 2 * Math.PI * draw();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}
