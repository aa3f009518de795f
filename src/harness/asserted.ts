import {assertions} from "../notebook/assertions.js";
import type {Graph} from "../notebook/graph.js";
import type {Part} from "../notebook/part.js";
import {within} from "../notebook/scope.js";
import {shownIn} from "../notebook/shown.js";
import {usesOf} from "../notebook/uses.js";

/** A value, as the cell that defines it and its name. */
export interface Value {
  /** The code cell's number. */
  cell: number;
  /** The name. */
  name: string;
}

/** Whether a cell asserts or expects something itself, or some cell asserts on what it declares, changes or shows. */
export function isAsserted(part: Part, {graph, asserted}: {graph: Graph; asserted: readonly Value[]}): boolean {
  const {options, cell} = part;
  if (options.raises !== undefined || options.expect.length > 0 || assertions(part).length > 0) return true;
  const seen = shownValues(part, graph);
  return asserted.some((one) => one.cell === cell.number || seen.some((value) => value.cell === one.cell && value.name === one.name));
}

/** The values that a cell's assertions look at. */
export function assertedValues(part: Part, {needs}: Graph): Value[] {
  const {number} = part.cell;
  const uses = assertions(part).flatMap((range) => within(range, part));
  const names = new Set(uses.map(({name}) => name));
  const own = uses.filter((use) => use.own).map(({name}) => ({cell: number, name}));
  return [...own, ...(needs.get(number) ?? []).filter(({name}) => names.has(name))];
}

/** The values of other cells that a cell shows; what it calls and what it imports are not what it shows. */
function shownValues(part: Part, {needs, definitions}: Graph): Value[] {
  const uses = usesOf(part).filter(({called}) => !called);
  const names = new Set(shownIn(part).flatMap((range) => within(range, {references: uses}).map(({name}) => name)));
  const isImport = ({name, cell}: Value) => definitions.get(name)?.some((one) => one.cell === cell && one.imported) ?? false;
  return (needs.get(part.cell.number) ?? []).filter((need) => names.has(need.name) && !isImport(need));
}
