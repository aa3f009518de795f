import {parseSync} from "oxc-parser";

/** Where something stands: line from 1, column from 0, as Istanbul counts. */
export interface Position {
  /** Line from 1. */
  line: number;
  /** Column from 0; none for the end of the line. */
  column?: number | null;
}

/** What is read of a node of JSON's tree. */
interface Node {
  type: string;
  start: number;
  value?: unknown;
  key?: {value?: unknown};
  properties?: {key: {value: unknown}; value: Node}[];
  elements?: Node[];
}

/** Finds for each code cell of a notebook's text where places in the cell stand in the file. */
export function inFile(text: string): readonly ((at: Position) => Position)[] {
  const {program} = parseSync("notebook.js", `(${text.replace(/^\uFEFF/, " ")})`, {preserveParens: false});
  const [statement] = program.body as unknown as {expression: Node}[];
  const cells = property(statement?.expression, "cells")?.elements ?? [];
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({index}) => index + 1)];
  return cells
    .filter((cell) => property(cell, "cell_type")?.value === "code")
    .map((cell) => {
      const source = property(cell, "source");
      return placesIn(source?.elements ?? (source ? [source] : []), starts);
    });
}

const property = (node: Node | undefined, name: string): Node | undefined => node?.properties?.find(({key}) => key.value === name)?.value;

/** A cell's source is a list of texts, most of them one line; or one text, which stands on one line of the file. */
function placesIn(texts: readonly Node[], starts: readonly number[]): (at: Position) => Position {
  const lines: {line: number; column: number; text: string}[] = [];
  let open = true;
  for (const {start, value} of texts) {
    const line = starts.findLastIndex((at) => at < start) + 1;
    let column = start - starts[line - 1]!;
    for (const [index, text] of String(value).replace(/\r\n?/g, "\n").split("\n").entries()) {
      if (index > 0) [open, column] = [true, column + 2];
      if (index > 0 && text === "") continue;
      if (open) lines.push({line, column, text});
      else lines.at(-1)!.text += text;
      open = false;
      column += written(text);
    }
  }
  return ({line, column}) => {
    const at = lines[line - 1] ?? lines.at(-1) ?? {line: 1, column: 0, text: ""};
    return {line: at.line, column: at.column + written(at.text.slice(0, column ?? undefined))};
  };
}

/** How long a text is in JSON. */
const written = (text: string): number => JSON.stringify(text).length - 2;
