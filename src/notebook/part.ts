import {describe, type Cell, type Problem} from "./cell.js";
import {readOptions, type CellOptions} from "./directives.js";
import {codeCells, type Notebook, type NotebookCell} from "./notebook.js";
import {parse, type Syntax} from "./parse.js";
import {references, type Reference} from "./references.js";

/** A code cell of a notebook with all that is known of it. */
export interface Part {
  /** The cell. */
  cell: NotebookCell;
  /** Its syntax tree. */
  syntax: Syntax;
  /** Its imports, declarations, … */
  facts: Cell;
  /** What its directives and tags ask for. */
  options: CellOptions;
  /** Where it uses names. */
  references: readonly Reference[];
  /** Whether its code runs: false for a cell that is skipped or cannot be read. */
  live: boolean;
}

/** What is known to be wrong with cells beside what the parser says, by their numbers. */
export type Broken = ReadonlyMap<number, Problem>;

/** The code cells that hold more than white space, taken apart. */
export function parts(notebook: Notebook, {broken = new Map()}: {broken?: Broken} = {}): Part[] {
  return codeCells(notebook)
    .filter(({source}) => source.trim() !== "")
    .map((cell) => part(cell, {...notebook, problem: broken.get(cell.number)}));
}

function part(cell: NotebookCell, {path, problem}: Notebook & {problem: Problem | undefined}): Part {
  const syntax = parse(cell.source);
  const read = describe(syntax);
  const facts = problem ? {...read, problems: [...read.problems, problem]} : read;
  const options = optionsOf(cell, {path, facts});
  const live = options.skip === undefined && facts.problems.length === 0;
  return {cell, syntax, facts, options, references: live ? references(syntax) : [], live};
}

/** What the cell's directives and tags ask for; an error names notebook and cell. */
function optionsOf({number, tags}: NotebookCell, {path, facts}: {path: string; facts: Cell}): CellOptions {
  try {
    return readOptions(facts.directives, {tags});
  } catch (error) {
    throw new SyntaxError(`${path}, cell ${number}, ${(error as Error).message}`);
  }
}
