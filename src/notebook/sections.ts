import type {Notebook} from "./notebook.js";
import type {Part} from "./part.js";
import {firstComment, headings} from "./title.js";

/** Cells under one heading. */
export interface Section {
  /** The heading; left out where a lone cell takes it for its own title. */
  title?: string;
  /** The cells that prepare those of the section. */
  setups: readonly Case[];
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

/** The notebook's cells in sections by their headings; throws one line for a cell that prepares others and stands behind them. */
export function sections({cells, path}: Notebook, parts: readonly Part[]): Section[] {
  const groups: Group[] = [{heading: "", setups: [], parts: []}];
  const byCell = new Map(parts.map((part) => [part.cell, part]));
  for (const cell of cells) {
    const heading = cell.kind === "markdown" ? headings(cell.source).at(-1)?.text : undefined;
    if (heading) groups.push({heading, setups: [], parts: []});
    const part = byCell.get(cell);
    if (part) groups.at(-1)?.parts.push(part);
  }
  const full = prepared(groups, path).filter((group) => group.parts.length + group.setups.length > 0);
  // mocha runs the tests of a suite before its inner suites: behind one of these, a lone cell needs its own to keep its turn.
  const lone = ({heading, parts, setups}: Group) => heading !== "" && parts.length === 1 && setups.length === 0;
  const nested = full.findIndex((group) => group.heading !== "" && !lone(group));
  return full.map((group, i) => section(group, {single: lone(group) && (nested < 0 || i < nested)}));
}

/** Cells between two headings. */
interface Group {
  heading: string;
  setups: Part[];
  parts: Part[];
}

/**
 * Puts cells that prepare others where a hook of mocha runs them in their turn: above all tests when none stands before them, else at the head of the next
 * section, whose first test they stand before.
 */
function prepared(groups: readonly Group[], path: string): Group[] {
  let waiting: Part[] = [];
  const all = groups.map(({heading, parts}): Group => {
    const group: Group = {heading, setups: [], parts: []};
    for (const part of parts) {
      const isSetup = part.options.setup === true && part.live;
      if (isSetup && group.parts.length > 0) throw new SyntaxError(misplaced(part, path));
      if (isSetup) waiting.push(part);
      else {
        group.setups.push(...waiting);
        group.parts.push(part);
        waiting = [];
      }
    }
    return group;
  });
  if (waiting[0])
    throw new SyntaxError(`${path}, cell ${waiting[0].cell.number}: no test stands below this cell, which prepares them (setup)`);
  const first = all.findIndex(({parts}) => parts.length > 0);
  const head: Group = {heading: "", setups: all[first]?.setups.splice(0) ?? [], parts: []};
  return [head, ...all];
}

const misplaced = ({cell}: Part, path: string): string =>
  `${path}, cell ${cell.number}: this cell prepares tests (setup), but stands behind one of its section; put it above them, or below a heading of its own`;

function section({heading, setups, parts}: Group, {single}: {single: boolean}): Section {
  const taken = new Set<string>();
  const toCase = (part: Part): Case => {
    const comment = single ? "" : firstComment(part.cell.source);
    const {test} = part.options;
    const title = test ?? (comment || (single ? heading : `cell ${part.cell.number}`));
    const free = taken.has(title) ? `${title} (cell ${part.cell.number})` : title;
    taken.add(free);
    return {part, title: free, commented: test === undefined && comment !== ""};
  };
  return {...(heading && !single && {title: heading}), setups: setups.map(toCase), cases: parts.map(toCase)};
}

/** The suite's title: the notebook's file name without its ending, and the values of parameters that it is tested with where there are several sets. */
export const suiteTitle = ({path, set}: Pick<Notebook, "path" | "set">): string =>
  `${(path.split(/[\\/]/).at(-1) ?? path).replace(/\.ipynb$/, "")}${set ? ` [${set}]` : ""}`;

/** A test's title with the reason for which it is skipped. */
export const testTitle = ({title, part: {options}}: Case): string => (options.skip ? `${title} (skipped: ${options.skip})` : title);
