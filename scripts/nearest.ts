import {distance} from "../src/notebook/distance.js";

/** Throws one line, with the nearest names, when a name is not among the known ones. */
export function nameAmong(known: readonly string[], name: string): void {
  if (known.includes(name)) return;
  const near = nearest(name, known);
  const advice = near.length ? `did you mean ${near.join(" or ")}? ` : "";
  throw new RangeError(`there is no check ${JSON.stringify(name.slice(0, 40))}; ${advice}ddx explain lists all`);
}

/** At most three names that hold the word, else those that a few typing errors are apart. */
export function nearest(word: string, names: readonly string[]): string[] {
  const unique = [...new Set(names)];
  const holding = word.length > 2 ? unique.filter((name) => name.includes(word.toLowerCase())) : [];
  const close = unique
    .map((name) => ({name, apart: distance(word.toLowerCase(), name)}))
    .filter(({name, apart}) => apart <= name.length / 3)
    .sort((a, b) => a.apart - b.apart)
    .map(({name}) => name);
  return (holding.length ? holding : close).slice(0, 3);
}
