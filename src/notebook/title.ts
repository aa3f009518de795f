/** What a title is made from. */
export interface Titled {
  /** The cell's kind. */
  kind: string;
  /** The cell's text. */
  source: string;
}

/** A heading of a markdown cell. */
export interface Heading {
  /** 1 for `#`, 2 for `##`, … */
  level: number;
  /** The text without markup. */
  text: string;
}

/** A title for each cell: its first comment, else the heading right above it, else the heading of its section. */
export function titles(cells: readonly Titled[]): string[] {
  let heading = "";
  let fresh = false;
  return cells.map(({kind, source}) => {
    const found = kind === "markdown" ? headings(source).at(-1)?.text : undefined;
    if (found) [heading, fresh] = [found, true];
    if (kind !== "code") return heading;
    const title = fresh ? heading : firstComment(source) || heading;
    fresh = false;
    return title || firstComment(source);
  });
}

/** The headings of a markdown text, outside of code fences. */
export function headings(markdown: string): Heading[] {
  const open = markdown.replace(/^(```|~~~)[^]*?^\1/gm, "");
  return [...open.matchAll(/^(#{1,6})[ \t]+(.+?)[ \t]*#*$/gm)].map(([, marks = "", text = ""]) => ({
    level: marks.length,
    text: plain(text),
  }));
}

/** The text of a comment that opens a cell, below its directives; empty when there is none. */
export function firstComment(source: string): string {
  const [, text = ""] = /^(?:\s*\/\/(?:\||\s*NBVAL_\w+[ \t]*(?=\n|$)).*\n?)*\s*\/\/(?!\||[ \t]*NBVAL_)[ \t]*(.*)/.exec(source) ?? [];
  return text.trim().replace(/[.:]$/, "");
}

const plain = (markdown: string) => markdown.replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1").replace(/(\*\*|__|\*|_|`)(.+?)\1/g, "$2");
