import type {Expression} from "oxc-parser";
import {cellsTree, valueOf} from "../../notebook/tree.js";

/** Where something stands: line from 1, column from 0, as Istanbul counts. */
export interface Position {
  /** Line from 1. */
  line: number;
  /** Column from 0; none for the end of the line. */
  column?: number | null;
}

/** Finds for each code cell of a notebook's text where places in the cell stand in the file. */
export function inFile(text: string): readonly ((at: Position) => Position)[] {
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({index}) => index + 1)];
  const cells = cellsTree(text)?.elements ?? [];
  return cells
    .filter((cell) => textOf(valueOf(cell, "cell_type")) === "code")
    .map((cell) => placesIn(textsIn(valueOf(cell, "source")), starts));
}

const textsIn = (source: Expression | undefined): Expression[] =>
  source?.type === "ArrayExpression" ? (source.elements as Expression[]) : source ? [source] : [];

const textOf = (node: Expression | undefined): string => (node?.type === "Literal" ? String(node.value) : "");

/** A cell's source is a list of texts, most of them one line; or one text, which stands on one line of the file. */
function placesIn(texts: readonly Expression[], starts: readonly number[]): (at: Position) => Position {
  const lines: {line: number; column: number; text: string}[] = [];
  let open = true;
  for (const node of texts) {
    const {start} = node;
    const line = starts.findLastIndex((at) => at < start) + 1;
    let column = start - starts[line - 1]!;
    for (const [index, text] of textOf(node).replace(/\r\n?/g, "\n").split("\n").entries()) {
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
