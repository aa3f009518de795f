import {moved} from "../extract.js";
import type {Suite} from "../../notebook/extract.js";
import type {Notebook} from "../../notebook/notebook.js";
import type {Part} from "../../notebook/part.js";
import {carryUnits, type Carrying, type Edit} from "./carry.js";
import {cutter} from "./cut.js";
import {newCell, type NewCell} from "./new-cells.js";
import type {PlacedSuite} from "./origins.js";
import type {SuiteFile} from "./suite-file.js";
import {pairTests, type Pairing} from "./tests.js";
import {retitle} from "./titles.js";

/** What somebody's edits of a test mean for the cells of its notebook. */
export interface Edits {
  /** The new sources by the cells' numbers. */
  sources: ReadonlyMap<number, string>;
  /** The new cells. */
  added: readonly NewCell[];
  /** How the tests stand to those before. */
  pairing: Pairing;
}

/** What {@link editsOf} compares. */
export interface Compared {
  /** The notebook from which the test was extracted, as it is tested. */
  notebook: Notebook;
  /** Its suite. */
  suite: Suite;
  /** The suite as it was laid out. */
  placed: PlacedSuite;
  /** The test as it is now. */
  edited: SuiteFile;
  /** The test's folder and the notebook's. */
  folders: {from: string; to: string};
}

/** Reads from an edited test what has to change in the notebook's cells. */
export function editsOf({notebook, suite, placed, edited, folders}: Compared): Edits {
  const writing = new Map<Part, Edit[]>();
  const write = (part: Part, edit: Edit) => void writing.set(part, [...(writing.get(part) ?? []), edit]);
  const carrying: Carrying = {file: edited, write, cut: cutter(edited, (specifier) => moved(specifier, folders))};
  const pairing = pairTests(placed.file.tests, edited.tests);
  const partOf = (base: number) => suite.parts.find(({cell}) => cell.number === suite.tests[base]?.number);
  const first = suite.parts.find(({live}) => live);
  carryUnits({base: placed.imports, units: edited.imports}, {...carrying, empty: first, top: true});
  carryUnits({base: placed.above, units: edited.above}, {...carrying, empty: first});
  const added: NewCell[] = [];
  const neighbours = edited.tests.map((test, index) => {
    const part = partOf(pairing.was[index] ?? -1);
    return part && {test, part};
  });
  for (const [index, test] of edited.tests.entries()) {
    const base = pairing.was[index];
    const part = neighbours[index]?.part;
    if (base === undefined || !part) {
      const [before, after] = [neighbours.slice(0, index).findLast(Boolean), neighbours.slice(index).find(Boolean)];
      added.push(newCell(test, {notebook, cut: carrying.cut, before, after}));
      continue;
    }
    carryUnits({base: placed.bodies[base]!, units: test.body}, {...carrying, empty: part});
    const [from, to] = [placed.file.tests[base]!.titles.at(-1)!, test.titles.at(-1)!];
    if (from !== to) write(part, retitle(part, {from, to}));
  }
  const sources = new Map([...writing].map(([{cell}, edits]) => [cell.number, apply(cell.source, edits)]));
  return {sources, added, pairing};
}

/** A text with changes, which come in the order in which they stand at one place; one that changes what another does is left out. */
function apply(source: string, edits: readonly Edit[]): string {
  let [at, text] = [0, ""];
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    if (edit.start < at) continue;
    text += source.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return text + source.slice(at);
}
