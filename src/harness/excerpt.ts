/** A place in a text. */
export interface Place {
  /** Line from 1. */
  line: number;
  /** Column from 1; no caret when left out. */
  column?: number | undefined;
}

/** The lines around a place, numbered, with a caret below its column. */
export function excerpt(source: string, {line, column}: Place): string {
  const lines = source.split("\n");
  const first = Math.max(1, line - 2);
  const width = String(Math.min(lines.length, line + 1)).length;
  const shown = lines.slice(first - 1, line + 1).map((text, index) => ({text, number: first + index}));
  return shown
    .flatMap(({text, number}) =>
      number === line ? [`> ${pad(number, width)} | ${text}`, ...caret(text, {width, column})] : [`  ${pad(number, width)} | ${text}`],
    )
    .join("\n");
}

const pad = (number: number, width: number) => String(number).padStart(width);

// Tabs stay tabs, so that the caret stands where it should.
const caret = (text: string, {width, column}: {width: number; column?: number | undefined}) =>
  column === undefined ? [] : [`  ${" ".repeat(width)} | ${text.slice(0, column - 1).replace(/[^\t]/g, " ")}^`];
