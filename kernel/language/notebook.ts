import type {DeclarationKind} from "../../src/notebook/cell.js";
import type {Reading, Use} from "./read.js";

/** A cell that ran. */
export interface Module {
  /** Counts all cells that ran. */
  id: number;
  /** The number that people know it by. */
  number: number;
  /** Its parts. */
  reading: Reading;
  /** The cells that its names come from, by name. */
  uses: Map<string, Sources>;
}

/** The cells that a name's meanings come from. */
export interface Sources {
  /** The cell that declares it as a value. */
  value?: number;
  /** The cell that declares it as a type. */
  type?: number;
}

/** All cells that ran and whose names can be seen, directly or through others. */
export interface Notebook {
  /** Cells by id. */
  modules: Map<number, Module>;
  /** What names stand for. */
  names: Map<string, Sources>;
  /** The id of the latest cell. */
  last: number;
}

/** One without cells. */
export const emptyNotebook = (): Notebook => ({modules: new Map(), names: new Map(), last: 0});

/** What changed when a cell was added. */
export interface Added {
  /** Cells whose modules have to be written: the one added, and earlier ones that waited for its names. */
  written: readonly Module[];
  /** Cells that nobody can see any more. */
  dropped: readonly Module[];
}

/** Adds a cell behind all others: its names win. */
export function add(notebook: Notebook, {number, reading}: {number: number; reading: Reading}): Added {
  const {names, modules} = notebook;
  if (reading.own.size === 0) return {written: [], dropped: []};
  const added: Module = {id: ++notebook.last, number, reading, uses: sourcesOf(notebook, reading.uses ?? [])};
  modules.set(added.id, added);
  for (const name of reading.own.keys()) names.set(name, {...kept(notebook, {name, by: added}), ...providedBy(added, name)});
  const waiting = [...modules.values()].filter((module) => module !== added && bindLate(module, added));
  return {written: [added, ...waiting], dropped: collect(notebook)};
}

function providedBy({id, reading}: Module, name: string): Sources {
  const {value, type} = reading.own.get(name)!;
  return {...(value && {value: id}), ...(type && {type: id})};
}

/** What is left of a name that is declared again: an interface stays beside a new constant, but not a class, which was both. */
function kept({names, modules}: Notebook, {name, by}: {name: string; by: Module}): Sources {
  const {type, ...value} = names.get(name) ?? {};
  const replaced = by.reading.own.get(name)!.value && modules.get(type ?? 0)?.reading.own.get(name)?.value;
  return {...value, ...(type !== undefined && !replaced && {type})};
}

function sourcesOf({names}: Notebook, uses: readonly Use[]): Map<string, Sources> {
  return new Map(uses.flatMap(({name}) => (names.has(name) ? [[name, names.get(name)!]] : [])));
}

/** A function may use what a later cell declares. */
function bindLate({reading, uses}: Module, added: Module): boolean {
  const found = (reading.uses ?? []).filter(({name}) => added.reading.own.has(name) && !uses.has(name) && !reading.own.has(name));
  for (const {name} of found) uses.set(name, providedBy(added, name));
  return found.length > 0;
}

/** Takes away the cells that neither a name nor another cell leads to. */
function collect({names, modules}: Notebook): Module[] {
  const seen = new Set<number>();
  const queue = [...names.values()].flatMap(idsOf);
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    for (const sources of modules.get(id)?.uses.values() ?? []) queue.push(...idsOf(sources));
  }
  const dropped = [...modules.values()].filter(({id}) => !seen.has(id));
  for (const {id} of dropped) modules.delete(id);
  return dropped;
}

const idsOf = ({value, type}: Sources): number[] => [value, type].filter((id) => id !== undefined);

/** What declares a name's value, or its type when it has none. */
export function kindOf({modules}: Notebook, {name, value, type}: Sources & {name: string}): DeclarationKind | undefined {
  return modules.get(value ?? type ?? 0)?.reading.own.get(name)?.kind;
}
