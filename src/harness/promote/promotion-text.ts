import {plain} from "../../display/escape.js";
import {codeCells, parseNotebook} from "../../notebook/notebook.js";
import {cellDiff} from "../cell-diff.js";
import {promise, unseen} from "./bound.js";
import type {Promotion} from "./promote.js";

type Paint = (text: string) => string;

const colours = {added: 32, removed: 31, place: 36, title: 1} as const;

/** What is proposed as a unified diff for each cell, what is said of cells, and how far the runs can be trusted. */
export function promotionText({text, changes, notes, evidence}: Promotion, {path, colour}: {path: string; colour: boolean}): string {
  const paint =
    (code: number): Paint =>
    (line) =>
      colour ? `\u001b[${code}m${line}\u001b[0m` : line;
  const total = codeCells(parseNotebook(text, {path})).length;
  const diffs = changes.map(({cell, source}) => {
    const title = `${path}, cell ${cell.number}/${total}${cell.title ? ` "${plain(cell.title)}"` : ""}`;
    return [paint(colours.title)(title), ...cellDiff(cell.source, source, {context: 3}).map((line) => painted(plain(line), paint))].join(
      "\n",
    );
  });
  const said = notes.map(({cell, message}) => plain(`cell ${cell}: ${message}`)).join("\n");
  return [...diffs, said, trust(evidence)].filter(Boolean).join("\n\n");
}

function painted(line: string, paint: (code: number) => Paint): string {
  if (line.startsWith("@@")) return paint(colours.place)(line);
  return line.startsWith("+") ? paint(colours.added)(line) : line.startsWith("-") ? paint(colours.removed)(line) : line;
}

/** How much so many runs can tell. */
function trust({runs, varied, random}: Promotion["evidence"]): string {
  const says = [
    ...(varied
      ? [`a tolerance may be missed without a cause in 1 of ${Math.round(1 / promise(runs))} runs at worst, whatever the distribution`]
      : []),
    ...(random ? [`what was the same in all of them may differ in up to ${Math.round(100 * unseen(runs))} % of runs`] : []),
  ];
  return says.length === 0 ? "" : `${runs} runs cannot tell everything: ${says.join("; ")}. More --runs tell more.`;
}
