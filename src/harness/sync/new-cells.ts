import type {Part} from "../../notebook/part.js";
import type {Notebook} from "../../notebook/notebook.js";
import type {Cut} from "./cut.js";
import type {Test} from "./suite-file.js";
import {headingOf} from "./titles.js";

/** A cell that a notebook gets. */
export interface NewCell {
  /** The number of the code cell that it stands beside; 0 where there is none. */
  beside: number;
  /** On which side of that. */
  side: "before" | "after";
  /** Its source. */
  source: string;
  /** The markdown cell above it, where its title is a heading. */
  heading?: string;
}

/** What stands around a new test. */
export interface Neighbours {
  /** The notebook that gets the cell. */
  notebook: Notebook;
  /** Takes text out of the file. */
  cut: Cut;
  /** The nearest tests that have a cell, before and after the new one, each with its cell. */
  before?: {test: Test; part: Part} | undefined;
  after?: {test: Test; part: Part} | undefined;
}

/** The cell for a test that somebody added to a file. */
export function newCell(test: Test, {notebook, cut, before, after}: Neighbours): NewCell {
  const section = ({titles}: Test) => JSON.stringify(titles.slice(0, -1));
  const behind = before !== undefined && (section(before.test) === section(test) || !after || section(after.test) !== section(test));
  const neighbour = behind ? before : after;
  const title = test.titles.at(-1)!;
  const heading = neighbour && loneHeading(neighbour, notebook);
  const [first, last] = [test.body[0], test.body.at(-1)];
  const lines = [
    ...(heading === undefined ? [`//| test: ${title}`] : []),
    ...(test.raises === undefined ? [] : [`//| raises${test.raises && `: ${test.raises}`}`]),
    ...(first && last ? [cut({start: first.start, end: last.end}, first)] : []),
  ];
  return {
    beside: neighbour?.part.cell.number ?? 0,
    side: behind ? "after" : "before",
    source: lines.join("\n"),
    ...(heading !== undefined && {heading: `${"#".repeat(heading)} ${title}`}),
  };
}

/** The level of the heading that is a test's title, because its cell stands alone under it. */
function loneHeading({test, part}: {test: Test; part: Part}, notebook: Notebook): number | undefined {
  const heading = headingOf(notebook, part);
  return test.titles.length === 2 && part.options.test === undefined && heading?.text === test.titles[1] ? heading?.level : undefined;
}
