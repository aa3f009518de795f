/** What every made set takes. */
export interface SetOptions {
  /** How many rows; 500 when left out. */
  rows?: number;
  /** Whole number that draws the rows: another one gives fresh rows of the same world; 1 when left out. */
  seed?: number;
  /** Deviation of the noise, in the set's own units; 0 for none. */
  noise?: number;
}

/** What every set of several classes takes. */
export interface ClassOptions extends SetOptions {
  /** Labels as rows with one 1; as whole numbers `[rows, 1]` with false. */
  oneHot?: boolean;
}

/** Throws one clear line for counts that no set can have. */
export function refuseCounts(counts: Readonly<Record<string, number>>): void {
  for (const [name, count] of Object.entries(counts))
    if (!Number.isInteger(count) || count < 1) throw new RangeError(`expected ${name} to be a whole number above 0, got ${count}`);
}
