import type {Cell} from "../src/notebook/cell.js";
import {locals} from "../src/notebook/scope.js";
import {ownShared} from "./rewrite/apart.js";

/** What the cells of a process have declared. */
export class Variables {
  /** Names that may not be assigned to. */
  readonly constants = new Set<string>();
  /** Shared names of which cells have their own. */
  readonly taken = new Set<string>();
  readonly #names = new Set<string>();
  readonly #texts = new Map<string, string>();

  /** Takes in what a cell declares, as far as it came. */
  learn(cell: Cell): void {
    const {constants, variables} = constancy(cell);
    for (const name of constants) this.constants.add(name);
    for (const name of variables) this.constants.delete(name);
    for (const name of [...constants, ...variables]) this.#names.add(name);
    for (const name of ownShared(cell)) this.taken.add(name);
    for (const {names, start, end} of cell.declarations) for (const name of names) this.#texts.set(name, cell.source.slice(start, end));
  }

  /** The text by which a name was declared last. */
  textOf(name: string): string | undefined {
    return this.#texts.get(name);
  }

  /** The process is gone, and they with it; says which. */
  lose(): string {
    const names = [...this.#names];
    this.constants.clear();
    this.taken.clear();
    this.#names.clear();
    this.#texts.clear();
    if (names.length === 0) return "no variables are lost";
    const more = names.length > shown ? ` and ${names.length - shown} more` : "";
    return `the variables of all cells are lost: ${names.slice(0, shown).join(", ")}${more}`;
  }
}

const shown = 12;

/** The names that a cell makes constant, and those that it makes variable. */
function constancy({imports, declarations}: Cell): {constants: readonly string[]; variables: readonly string[]} {
  const values = declarations.filter(({value}) => value);
  const fixed = values.filter(({kind}) => kind === "const" || kind === "using").flatMap(({names}) => names);
  const imported = imports.flatMap(locals).map(({name}) => name);
  const variables = values.flatMap(({names}) => names).filter((name) => !fixed.includes(name));
  return {constants: [...fixed, ...imported], variables};
}
