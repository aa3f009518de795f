import {kindOf, type Module, type Notebook, type Sources} from "./notebook.js";
import type {Reading} from "./read.js";

/** A cell's text with what stands before and behind it in its module. */
export interface Placed {
  /** What stands before. */
  before: string;
  /** What stands behind. */
  behind: string;
}

/** Name of the module that gives the cell in work all names of earlier cells. */
export const scopeName = ".ddx-scope.ts";

/** What names of ours begin with, and nobody else's. */
export const mark = "ddxː";

/** How a module exports a name of its cell, so that no export of the cell's own is in the way. */
const exported = (name: string): string => `${mark}${name}`;

/** How the scope's module exports a name's value, when its type is another cell's. */
const exportedValue = (name: string): string => `${mark}ːvalueː${name}`;

/** How the scope's module exports what a cell called by a name, for cells that ran when that was what the name stood for. */
const exportedBy = (id: number, name: string): string => `${mark}${id}ː${name}`;

/**
 * The module that exports what each name stands for, and stood for. All modules import this one alone, and it imports the same files in the same order:
 * as long as no module's imports change, the compiler keeps all that it found out about modules.
 */
export function scopeText({names, modules, files}: Notebook): string {
  const cells = new Map(Array.from(modules.values(), (module) => [module.file, module]));
  const lines = files.map((file) => {
    const {id, reading} = cells.get(file) ?? {id: 0};
    const list = Array.from(reading?.own.keys() ?? [], (name) => {
      const {value, type} = names.get(name) ?? {};
      const as = [
        exportedBy(id, name),
        ...((type ?? value) === id ? [name] : type !== undefined && value === id ? [exportedValue(name)] : []),
      ];
      return as.map((it) => `${exported(name)} as ${it}`).join(", ");
    });
    return `export {${list.join(", ")}} from "./${file}";\n`;
  });
  return lines.join("") || "export {};\n";
}

/** A module that no cell is in yet. */
export const emptyModule = `import {} from "./${scopeName}";export {};`;

/** The module of a cell that ran: it sees what its names stood for then, and exports its own. */
export function placedModule({reading, uses}: Module, notebook: Notebook): Placed {
  const header = headerOf(reading, {notebook, uses, from: (name, id) => exportedBy(id, name)});
  return wrap(reading, header + exportsOf(reading));
}

/** The text of that module. */
export function moduleText(module: Module, notebook: Notebook): string {
  const {before, behind} = placedModule(module, notebook);
  return before + module.reading.source + behind;
}

/** What an `import *` binds is exported anew, because the compiler looks through all of a module for each import of that kind. */
function exportsOf({own, facts}: Reading): string {
  const whole = facts.imports.filter(
    ({namespace, start, end}) => namespace !== undefined && !/\bwith\b/.test(facts.source.slice(start, end)),
  );
  const names = new Set(whole.map(({namespace}) => namespace!));
  const list = [...own.keys()].filter((name) => !names.has(name)).map((name) => `${name} as ${exported(name)}`);
  const anew = whole.map(
    ({namespace, specifier, typeOnly}) =>
      `export ${typeOnly ? "type " : ""}* as ${exported(namespace!)} from ${JSON.stringify(specifier)};`,
  );
  return `export {${list.join(", ")}};${anew.join("")}`;
}

/** The module of a cell in work: it sees what names stand for now. */
export function placed(reading: Reading, notebook: Notebook): Placed {
  const {names} = notebook;
  const wanted = reading.uses?.map(({name}) => name) ?? [...names.keys()].filter((name) => !reading.own.has(name));
  const uses = new Map(wanted.flatMap((name) => (names.has(name) ? [[name, names.get(name)!]] : [])));
  const from = (name: string, id: number) => ((names.get(name)!.type ?? id) === id ? name : exportedValue(name));
  return wrap(reading, headerOf(reading, {notebook, uses, from}));
}

interface Header {
  notebook: Notebook;
  /** The cells that names come from. */
  uses: ReadonlyMap<string, Sources>;
  /** How the scope exports what a cell calls by a name. */
  from: (name: string, id: number) => string;
}

/** Brings names into a module: an import keeps all that they mean; what cannot be imported is declared. */
function headerOf(reading: Reading, {notebook, uses, from}: Header): string {
  const plans = Array.from(uses, ([name, sources]) => ({name, sources, ...planned({name, sources}, {reading, notebook})}));
  const imports = plans.flatMap(({name, sources: {value, type}, imported, declared}) => [
    ...(imported ? [`${from(name, type ?? value!)} as ${name}`] : []),
    ...(declared ? [`${from(name, value!)} as ${exportedValue(name)}`] : []),
  ]);
  const declarations = plans
    .filter(({declared}) => declared)
    .map(({name, declared}) => `${declared} ${name}: typeof ${exportedValue(name)};`);
  return `import {${imports.join(", ")}} from "./${scopeName}";${declarations.join("")}`;
}

const isSplit = ({value, type}: Sources): boolean => value !== undefined && type !== undefined && value !== type;

/** How a module comes by a name: an import keeps all that it means; a declaration is for one that is assigned to, or that has its other meaning elsewhere. */
function planned(
  {name, sources}: {name: string; sources: Sources},
  {reading, notebook}: {reading: Reading; notebook: Notebook},
): {imported: boolean; declared: string} {
  const own = reading.own.get(name);
  const written = reading.uses?.some((use) => use.name === name && use.written) ?? false;
  const apart = written || own !== undefined || isSplit(sources);
  const declared = apart && !own?.value && sources.value !== undefined;
  const imported = own ? !own.type && sources.type !== undefined : !declared || isSplit(sources);
  const kind = kindOf(notebook, {name, ...sources});
  const fixed = kind === "const" || kind === "using" || kind === "import";
  return {imported, declared: declared ? `declare ${fixed ? "const" : "let"}` : ""};
}

/** Behind the text no position changes; before it, an unfinished text cannot swallow the header. */
function wrap({uses, literal}: Reading, header: string): Placed {
  if (uses === undefined) return {before: `${header}\n`, behind: "\n"};
  return literal ? {before: "(", behind: `\n);${header}\n`} : {before: "", behind: `\n;${header}\n`};
}
