import type {Range} from "./calls.js";
import type {SuiteFile, Test} from "./suite-file.js";
import {hunks, type Token} from "./tokens.js";

/** Three states of a suite that are compared. */
export interface States {
  /** As it was extracted before. */
  base: SuiteFile;
  /** As somebody edited it. */
  edited: SuiteFile;
  /** For each of the edited file's tests the position of the one that it was before. */
  was: readonly (number | undefined)[];
}

/** Where an edited file is not what is extracted now. */
export interface Difference {
  /** Offset in the edited file. */
  at: number;
  /** The test there, by its position. */
  test?: number;
}

/**
 * Finds where an edited file is not what is extracted now, however the two are laid out. What the extraction derives (the `let`s, the import of its
 * runtime, numbered titles, `async`) may also be as it was before: it follows of itself.
 */
export function differences(now: SuiteFile, {base, edited, was}: States): Difference[] {
  const [expected, got] = [tokensBesides(now), tokensBesides(edited)];
  const texts = (tokens: readonly Token[]) => tokens.map(({text}) => text);
  const found = hunks(texts(expected), texts(got)).map(({new: [at]}) => (got[at] ?? got.at(-1))?.start ?? 0);
  for (const kind of ["runtime", "lets"] as const)
    if (!new Set([derived(now, kind), derived(base, kind)]).has(derived(edited, kind))) found.push(firstOf(edited, {kind, known: now}));
  const titles = edited.tests.flatMap(({titles, title}, index) => {
    const before = base.tests[was[index] ?? -1]?.titles.at(-1);
    const own = titles.at(-1);
    return found.length > 0 || own === now.tests[index]?.titles.at(-1) || own === before ? [] : [title.start];
  });
  return onePerTest([...found, ...titles], edited.tests);
}

/** All tokens but those of what is derived, and of the comment at the top. */
function tokensBesides({tokens, derived, tests, syntax}: SuiteFile): Token[] {
  const top = {start: 0, end: syntax.source.indexOf("\n")};
  const weak = [top, ...derived, ...tests.flatMap(({title, wait}): Range[] => (wait ? [title, wait] : [title]))].sort(
    (a, b) => a.start - b.start,
  );
  let next = 0;
  return tokens.filter(({start}) => {
    while (next < weak.length && weak[next]!.end <= start) next++;
    return !(next < weak.length && weak[next]!.start <= start);
  });
}

const linesOf = ({derived, tokens}: SuiteFile, kind: string): string[] =>
  derived
    .filter((one) => one.kind === kind)
    .map(({start, end}) =>
      tokens
        .filter((token) => token.start >= start && token.end <= end)
        .map(({text}) => text)
        .join(" "),
    );

const derived = (file: SuiteFile, kind: string): string => linesOf(file, kind).join("\n");

/** The first derived line that is not as it should be, else the place where one is missing. */
function firstOf(file: SuiteFile, {kind, known}: {kind: string; known: SuiteFile}): number {
  const lines = new Set(linesOf(known, kind));
  const own = file.derived.filter((one) => one.kind === kind);
  return (own.find((_, index) => !lines.has(linesOf(file, kind)[index]!)) ?? own[0] ?? file.imports.at(-1))?.start ?? 0;
}

function onePerTest(offsets: readonly number[], tests: readonly Test[]): Difference[] {
  const seen = new Set<number>();
  return offsets.flatMap((at): Difference[] => {
    const test = tests.findIndex(({start, end}) => start <= at && at < end);
    if (seen.has(test)) return [];
    seen.add(test);
    return [{at, ...(test >= 0 && {test})}];
  });
}
