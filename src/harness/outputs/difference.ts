/** A place where two outputs disagree. */
export interface Difference {
  /** A short path for people, such as `result, line 2` or `chart, encoding.x.field`. */
  where: string;
  /** An excerpt of what is stored, or `nothing`. */
  stored: string;
  /** An excerpt of what the fresh run gave, or `nothing`. */
  fresh: string;
}

/** One thing as it is stored and as a fresh run gives it. */
export interface Pair<T> {
  /** From the notebook. */
  stored: T;
  /** From the run. */
  fresh: T;
}

/** How close numbers must be. */
export interface Closeness {
  /** Largest relative distance, such as 1e-6. */
  tolerance: number;
}

/** Compares one kind of thing; an empty list says that both agree. */
export type Compare<T> = (pair: Pair<T>, closeness: Closeness) => readonly Difference[];

/** Both sides of a pair, read in the same way. */
export const both = <T, U>({stored, fresh}: Pair<T>, read: (side: T) => U): Pair<U> => ({stored: read(stored), fresh: read(fresh)});

/** A pair of which both sides are there; undefined for any other. */
export const present = <T>({stored, fresh}: Pair<T | undefined>): Pair<T> | undefined =>
  stored === undefined || fresh === undefined ? undefined : {stored, fresh};

/** Differences as seen from outside the place in which they lie. */
export const within = (place: string, differences: readonly Difference[]): Difference[] =>
  differences.map(({where, ...texts}) => ({where: [place, where].filter(Boolean).join(", "), ...texts}));

const widest = 80;

/** A text on one line, at most 80 characters of it, cut so that the place `at` is seen. */
export function clip(text: string, at = 0): string {
  const start = at < widest - 10 ? 0 : at - widest / 2;
  const cut = text
    .slice(start, start + widest)
    .replace(/\s+/g, " ")
    .trim();
  return `${start > 0 ? "…" : ""}${cut}${start + widest < text.length ? "…" : ""}`;
}
