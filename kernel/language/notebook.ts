import type {DeclarationKind} from "../../src/notebook/cell.js";
import type {Reading, Use} from "./read.js";

/** A cell that ran. */
export interface Module {
  /** Counts all cells that ran. */
  id: number;
  /** Name of the file that it is in. */
  file: string;
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
  /** Names of all files that cells are or were in, in order: a file is given to another cell when nobody sees its cell any more. */
  files: string[];
}

const fileName = (index: number, ending: string): string => `.ddx-cell-${index + 1}.${ending}`;

/** How many files there are from the start: each that comes later has the compiler look for all modules again. */
const prepared = 32;

/** One without cells. */
export const emptyNotebook = (): Notebook => ({
  modules: new Map(),
  names: new Map(),
  last: 0,
  files: Array.from({length: prepared}, (_, index) => fileName(index, "tsx")),
});

/** Adds a cell behind all others: its names win. Gives the cells whose modules have to be written: it, and those that waited for its names. */
export function add(notebook: Notebook, {number, reading}: {number: number; reading: Reading}): readonly Module[] {
  const uses = sourcesOf(notebook, reading.uses ?? []);
  const same = unchanged(notebook, {reading, uses});
  if (same) same.number = number;
  if (same || reading.own.size === 0) return [];
  const written = enter(notebook, {number, reading, uses});
  collect(notebook);
  return written;
}

/** Adds a cell behind all others and keeps it, even when nothing leads to it. */
export function append(notebook: Notebook, {number, reading}: {number: number; reading: Reading}): Module {
  return enter(notebook, {number, reading, uses: sourcesOf(notebook, reading.uses ?? [])})[0];
}

function enter(notebook: Notebook, {number, reading, uses}: Pick<Module, "number" | "reading" | "uses">): [Module, ...Module[]] {
  const {names, modules} = notebook;
  const added: Module = {id: ++notebook.last, file: freeFile(notebook, reading), number, reading, uses};
  modules.set(added.id, added);
  for (const name of reading.own.keys()) names.set(name, {...kept(notebook, {name, by: added}), ...providedBy(added, name)});
  return [added, ...[...modules.values()].filter((module) => module !== added && bindLate(module, added))];
}

/** The cell that says the same already, when it ran last of all that declare its names. */
function unchanged({modules, names}: Notebook, {reading, uses}: Pick<Module, "reading" | "uses">): Module | undefined {
  const [first] = reading.own.keys();
  const {value, type} = names.get(first ?? "") ?? {};
  const module = modules.get(value ?? type ?? 0);
  if (module?.reading.source !== reading.source) return undefined;
  const latest = [...reading.own.keys()].every((name) => isSame(names.get(name), {...names.get(name), ...providedBy(module, name)}));
  return latest && [...uses].every(([name, sources]) => isSame(module.uses.get(name), sources)) ? module : undefined;
}

const isSame = (one: Sources | undefined, other: Sources): boolean => one?.value === other.value && one?.type === other.type;

function freeFile({files, modules}: Notebook, {ending}: Reading): string {
  const taken = new Set(Array.from(modules.values(), ({file}) => file));
  const free = files.find((file) => file.endsWith(ending) && !taken.has(file));
  if (free !== undefined) return free;
  files.push(fileName(files.length, ending));
  return files.at(-1)!;
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
function collect({names, modules}: Notebook): void {
  const seen = new Set<number>();
  const queue = [...names.values()].flatMap(idsOf);
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    for (const sources of modules.get(id)?.uses.values() ?? []) queue.push(...idsOf(sources));
  }
  for (const id of modules.keys()) if (!seen.has(id)) modules.delete(id);
}

const idsOf = ({value, type}: Sources): number[] => [value, type].filter((id) => id !== undefined);

/** The number that people know a file's cell by. */
export function numberOf({modules}: Notebook, file: string): number | undefined {
  return [...modules.values()].find((module) => module.file.startsWith(`${file}.`))?.number;
}

/** What declares a name's value, or its type when it has none. */
export function kindOf({modules}: Notebook, {name, value, type}: Sources & {name: string}): DeclarationKind | undefined {
  return modules.get(value ?? type ?? 0)?.reading.own.get(name)?.kind;
}
