import type MagicString from "magic-string";
import type {Program} from "oxc-parser";
import type {Cell} from "../../src/notebook/cell.js";
import type {Syntax} from "../../src/notebook/parse.js";

/** The name under which a cell's code finds what the runner gives it. */
export const helper = "__ddx";

/** A statement at the cell's top level. */
export type Statement = Program["body"][number];

/** A cell that is being rewritten. */
export interface Work {
  /** The text so far. */
  text: MagicString;
  /** What it declares and imports. */
  cell: Cell;
  /** What it was read as; offsets are those of the original text. */
  syntax: Syntax;
}
