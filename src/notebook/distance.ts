/** Least number of letters to add, drop or change (Levenshtein). */
export function distance(from: string, to: string): number {
  const rows = [...from].reduce(
    (row, letter, i) => {
      const next = [i + 1];
      for (const [j, other] of [...to].entries())
        next.push(Math.min((row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1, (row[j] ?? 0) + Number(letter !== other)));
      return next;
    },
    Array.from({length: to.length + 1}, (_, j) => j),
  );
  return rows[to.length] ?? 0;
}
