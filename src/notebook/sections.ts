import type {Notebook} from "./notebook.js";
import type {Part} from "./part.js";
import {firstComment, headings} from "./title.js";

/** Cells under one heading. */
export interface Section {
  /** The heading; left out where a lone cell takes it for its own title. */
  title?: string;
  /** The cells, each with its test's title. */
  cases: readonly Case[];
}

/** A cell that becomes a test. */
export interface Case {
  /** The cell. */
  part: Part;
  /** The test's title, unique in its section. */
  title: string;
  /** Whether the title is the comment that opens the cell. */
  commented: boolean;
}

/** The notebook's cells in sections by their headings. */
export function sections({cells}: Notebook, parts: readonly Part[]): Section[] {
  const groups: Group[] = [{heading: "", parts: []}];
  const byCell = new Map(parts.map((part) => [part.cell, part]));
  for (const cell of cells) {
    const heading = cell.kind === "markdown" ? headings(cell.source).at(-1)?.text : undefined;
    if (heading) groups.push({heading, parts: []});
    const part = byCell.get(cell);
    if (part) groups.at(-1)?.parts.push(part);
  }
  const full = groups.filter((group) => group.parts.length > 0);
  // mocha runs the tests of a suite before its inner suites: behind one of these, a lone cell needs its own to keep its turn.
  const lone = ({heading, parts}: Group) => heading !== "" && parts.length === 1;
  const nested = full.findIndex((group) => group.heading !== "" && !lone(group));
  return full.map((group, i) => section(group, {single: lone(group) && (nested < 0 || i < nested)}));
}

/** Cells between two headings. */
interface Group {
  heading: string;
  parts: Part[];
}

function section({heading, parts}: Group, {single}: {single: boolean}): Section {
  const taken = new Set<string>();
  const cases = parts.map((part): Case => {
    const comment = single ? "" : firstComment(part.cell.source);
    const {test} = part.options;
    const title = test ?? (comment || (single ? heading : `cell ${part.cell.number}`));
    const free = taken.has(title) ? `${title} (cell ${part.cell.number})` : title;
    taken.add(free);
    return {part, title: free, commented: test === undefined && comment !== ""};
  });
  return {...(heading && !single && {title: heading}), cases};
}

/** The suite's title: the notebook's file name without its ending. */
export const suiteTitle = (path: string): string => (path.split(/[\\/]/).at(-1) ?? path).replace(/\.ipynb$/, "");

/** A test's title with the reason for which it is skipped. */
export const testTitle = ({title, part: {options}}: Case): string => (options.skip ? `${title} (skipped: ${options.skip})` : title);
