/** A word, a number or a sign of a text. */
export interface Token {
  /** As it stands in the text. */
  text: string;
  /** Where it begins, in UTF-16 units. */
  at: number;
  /** Whether it is a number; digits within a word, a colour, a version or a hexadecimal number are none. */
  numeral: boolean;
}

const words = [/0x[\da-f]+/, /#[\da-f]{3,8}\b/, /v?\d+(?:\.\d+){2,}/, /[\p{L}_$][\p{L}\p{M}\p{N}_$]*/u];
// A sign belongs to its number unless it stands behind something from which it subtracts.
const numeral = /(?:(?<![\p{L}\p{N}_$)\]])[-+])?(?:\d+(?:\.\d+)?|\.\d+)(?:e[-+]?\d+(?![\p{L}\p{N}_]))?/u;
const token = new RegExp(`(?:${words.map(({source}) => source).join("|")})|(${numeral.source})|\\S`, "giu");

/** The tokens of a text, read as they are asked for; white space is none of them, as printers break lines and pad columns by the width of numbers. */
export function* tokensOf(text: string): Generator<Token, undefined> {
  for (const match of text.matchAll(token)) yield {text: match[0], at: match.index, numeral: match[1] !== undefined};
}
