/** A comment or a string of a text. */
interface Quote {
  /** Offset. */
  start: number;
  /** Offset behind it. */
  end: number;
  /** It goes to the end of its line, or a comment and a template to that of the text, without being closed. */
  open: boolean;
}

// What is not closed matches too: a text full of it would be read to its end from each of them.
const quoted = /\/\/[^\n]*|\/\*[^]*?(\*\/|$)|(["'])(?:(?!\2)[^\\\n]|\\(?:[^]|$))*(\2)?|`(?:[^`\\]|\\(?:[^]|$))*(`)?/g;

/** The comments and strings of a text in order; a comment on one line is never open. */
export function quotesOf(source: string): Quote[] {
  return Array.from(source.matchAll(quoted), ({0: {length}, 1: comment, 3: string, 4: template, index: start}) => {
    return {
      start,
      end: start + length,
      open: !source.startsWith("//", start) && !comment && string === undefined && template === undefined,
    };
  });
}

/** A text without its comments and whole strings, which stand for nothing that could be nested; what is left open stays. */
export const bare = (source: string): string =>
  source.replace(quoted, (whole, comment?: string, _?: string, string?: string, template?: string) =>
    whole.startsWith("//") || comment || string || template ? " " : whole,
  );
