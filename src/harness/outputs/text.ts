import {both, clip, type Compare, type Difference, type Pair, type Closeness} from "./difference.js";
import {normalise} from "./normalise.js";
import {numeralsAgree} from "./numbers.js";
import {tokensOf, type Token} from "./tokens.js";

const most = 5;

/** Longer texts are compared letter by letter: a word of each takes a tenth of a microsecond, and nobody reads them. */
const longest = 4_000_000;

/** Compares two texts word by word and number by number, once what changes from run to run is masked; one of more than 4 million letters as it is. */
export const compareText: Compare<string> = (pair, closeness) => {
  if (pair.stored === pair.fresh) return [];
  const isLong = Math.max(pair.stored.length, pair.fresh.length) > longest;
  return isLong ? [firstLetters(pair)] : compareWords(both(pair, normalise), closeness);
};

function firstLetters({stored, fresh}: Pair<string>): Difference {
  let at = 0;
  while (at < stored.length && stored[at] === fresh[at]) at++;
  const side = (text: string) => `${clip(text.slice(Math.max(0, at - 20), at + 60))} (${text.length} letters)`;
  return {where: `letter ${at + 1}`, stored: side(stored), fresh: side(fresh)};
}

/** The same for texts in which times and names are data: nothing is masked. */
export const compareWords: Compare<string> = (pair, closeness) => {
  const at = pair.stored === pair.fresh ? undefined : mismatch(pair, closeness);
  if (!at) return [];
  const {stored, fresh} = both(pair, (text) => text.split("\n"));
  if (stored.length === 1 && fresh.length === 1)
    return [{where: "", stored: quote(stored[0]!, at.stored), fresh: quote(fresh[0]!, at.fresh)}];
  if (stored.length !== fresh.length) return [firstLines(pair, at)];
  return stored.flatMap((line, index) => lineDifference({stored: line, fresh: fresh[index]!}, {...closeness, index})).slice(0, most);
};

function lineDifference(pair: Pair<string>, {index, ...closeness}: Closeness & {index: number}): Difference[] {
  const at = pair.stored === pair.fresh ? undefined : mismatch(pair, closeness);
  return at ? [{where: `line ${index + 1}`, stored: quote(pair.stored, at.stored), fresh: quote(pair.fresh, at.fresh)}] : [];
}

/** The lines in which two texts of different length begin to differ. */
function firstLines({stored, fresh}: Pair<string>, at: Pair<number>): Difference {
  const line = stored.slice(0, at.stored).split("\n").length;
  return {where: `line ${line}`, stored: lineAround(stored, at.stored), fresh: lineAround(fresh, at.fresh)};
}

function lineAround(text: string, at: number): string {
  const start = text.lastIndexOf("\n", at - 1) + 1;
  const end = text.indexOf("\n", at);
  return quote(text.slice(start, end < 0 ? undefined : end), at - start);
}

const quote = (line: string, at: number): string => (at >= line.length && line.trim() === "" ? "nothing" : clip(line, at));

/** Where two texts begin to differ, their lengths where one ends before the other. */
function mismatch(pair: Pair<string>, closeness: Closeness): Pair<number> | undefined {
  const tokens = both(pair, tokensOf);
  for (;;) {
    const {stored, fresh} = both(tokens, (each) => each.next().value);
    if (!stored && !fresh) return undefined;
    if (!stored || !fresh || !tokensAgree({stored, fresh}, closeness))
      return {stored: stored?.at ?? pair.stored.length, fresh: fresh?.at ?? pair.fresh.length};
  }
}

const tokensAgree = ({stored, fresh}: Pair<Token>, closeness: Closeness): boolean =>
  stored.text === fresh.text || (stored.numeral && fresh.numeral && numeralsAgree({stored: stored.text, fresh: fresh.text}, closeness));
