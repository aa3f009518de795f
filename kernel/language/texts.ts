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

/** Name of the module of a cell that ran. */
export const moduleName = ({id, reading: {ending}}: Module): string => `.ddx-cell-${id}.${ending}`;

/** How a module exports a name of its cell, so that no export of the cell's own is in the way. */
const exported = (name: string): string => `ddx_${name}`;

/** How the scope's module exports a name's value, when its type is another cell's. */
const exportedValue = (name: string): string => `ddx_value_${name}`;

/** The module that exports what each name stands for. */
export function scopeText({names, modules}: Notebook): string {
  const groups = new Map<number, string[]>();
  const put = (id: number, text: string) => groups.set(id, [...(groups.get(id) ?? []), text]);
  for (const [name, {value, type}] of names) {
    put(type ?? value!, `${exported(name)} as ${name}`);
    if (value !== undefined && type !== undefined && value !== type) put(value, `${exported(name)} as ${exportedValue(name)}`);
  }
  const lines = [...groups].map(([id, list]) => `export {${list.join(", ")}} from "./${moduleName(modules.get(id)!)}";\n`);
  return lines.join("") || "export {};\n";
}

/** The module of a cell that ran: it sees what its names stood for then, and exports its own. */
export function moduleText({reading, uses}: Module, notebook: Notebook): string {
  const file = (id: number) => `"./${moduleName(notebook.modules.get(id)!)}"`;
  const header = [...uses].map(([name, sources]) => {
    const {imported, declared} = planned({name, sources}, {reading, notebook});
    const plain = imported ? `import {${exported(name)} as ${name}} from ${file(sources.type ?? sources.value!)};` : "";
    return `${plain}${declared && `${declared} ${name}: typeof import(${file(sources.value!)}).${exported(name)};`}`;
  });
  const list = [...reading.own.keys()].map((name) => `${name} as ${exported(name)}`);
  const {before, behind} = wrap(reading, `${header.join("")}export {${list.join(", ")}};`);
  return before + reading.source + behind;
}

/** The module of a cell in work: always with the same imports of ours, since the compiler is quickest when a module's imports stay. */
export function placed(reading: Reading, notebook: Notebook): Placed {
  const {names} = notebook;
  const wanted = reading.uses?.map(({name}) => name) ?? [...names.keys()].filter((name) => !reading.own.has(name));
  const plans = wanted.flatMap((name) => {
    const sources = names.get(name);
    return sources ? [{name, sources, ...planned({name, sources}, {reading, notebook})}] : [];
  });
  const apart = plans
    .filter(({declared}) => declared)
    .map((plan) => ({...plan, from: isSplit(plan.sources) ? exportedValue(plan.name) : plan.name}));
  const imported = [
    ...plans.filter((plan) => plan.imported).map(({name}) => name),
    ...apart.map(({name, from}) => `${from} as ${exportedValue(name)}`),
  ];
  const declared = apart.map(({name, declared}) => `${declared} ${name}: typeof ${exportedValue(name)};`);
  const imports = `import {${imported.join(", ")}} from "./${scopeName}";`;
  return wrap(reading, imports + declared.join(""));
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
