import MagicString from "magic-string";
import type {Import} from "./cell.js";
import type {Part} from "./part.js";
import {locals, type Names, type Target} from "./scope.js";

/** How a module's name is written in the test. */
export type Resolve = (specifier: string) => string;

/** The imports of all cells, one line for each module and kind, each mapped to the cell that has it first. */
export function importLines(
  parts: readonly Part[],
  {hoisted, resolve, filename}: Pick<Names, "hoisted"> & {resolve: Resolve; filename: (part: Part) => string},
): MagicString[] {
  const groups = new Map<string, {part: Part; items: Import[]}>();
  for (const part of parts)
    for (const item of part.facts.imports.filter((item) => hoisted.has(item))) {
      const key = [
        item.specifier,
        item.typeOnly,
        item.namespace ?? "",
        item.default && item.namespace === undefined ? item.default : "",
      ].join(" ");
      const place = item.named.length > 0 && item.default === undefined ? joinable(groups, item) : key;
      groups.set(place, {part: groups.get(place)?.part ?? part, items: [...(groups.get(place)?.items ?? []), item]});
    }
  return [...groups.values()].map(({part, items}) => {
    const [{start, end} = {start: 0, end: 0}] = items;
    return new MagicString(part.cell.source, {filename: filename(part)})
      .overwrite(start, end, printImport(items, resolve))
      .snip(start, end);
  });
}

/** The group of the same module that further named imports can join. */
function joinable(groups: ReadonlyMap<string, {items: Import[]}>, {specifier, typeOnly}: Import): string {
  const open = [...groups].find(
    ([, {items}]) =>
      items[0]?.specifier === specifier &&
      items[0].typeOnly === typeOnly &&
      items[0].namespace === undefined &&
      !(typeOnly && items[0].default),
  );
  return open?.[0] ?? [specifier, typeOnly, "", ""].join(" ");
}

function printImport(items: readonly Import[], resolve: Resolve): string {
  const [{specifier, typeOnly, namespace, default: byDefault}] = items as [Import];
  const named = new Set(items.flatMap((item) => item.named.map((name) => printName(name, typeOnly))));
  const names = [byDefault ?? "", namespace === undefined ? "" : `* as ${namespace}`, named.size > 0 ? `{${[...named].join(", ")}}` : ""];
  const bound = names.filter(Boolean).join(", ");
  return `import ${typeOnly ? "type " : ""}${bound ? `${bound} from ` : ""}${JSON.stringify(resolve(specifier))};`;
}

function printName({imported, local, typeOnly}: Import["named"][number], inType: boolean): string {
  const name =
    imported === local
      ? local
      : `${/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(imported) ? imported : JSON.stringify(imported)} as ${local}`;
  return typeOnly && !inType ? `type ${name}` : name;
}

/** An import as a statement that runs inside a test; `declare` is empty for names that are declared elsewhere. */
export function dynamicImport(
  item: Import,
  {declare, resolve, target}: {declare: "" | "const "; resolve: Resolve; target: Target},
): string {
  if (item.typeOnly) return "";
  const module = `await import(${JSON.stringify(resolve(item.specifier))})`;
  const {namespace} = item;
  if (locals(item).length === 0) return `${module};`;
  const whole = namespace === undefined ? "" : `${declare}${target(namespace)} = ${module};`;
  const binding = bindingOf(item, {resolve, target});
  if (!binding) return whole;
  return [whole, declare ? `${declare}${binding};` : `;(${binding});`].filter(Boolean).join(" ");
}

/** How names are bound by an import that runs inside a test; nothing when it binds none but a namespace. */
function bindingOf(
  {specifier, default: byDefault, named}: Import,
  {resolve, target}: {resolve: Resolve; target: Target},
): string | undefined {
  const pairs = [
    ...(byDefault === undefined ? [] : [`default: ${target(byDefault)}`]),
    ...named
      .filter(({typeOnly}) => !typeOnly)
      .map(({imported, local}) => (imported === target(local) ? local : `${JSON.stringify(imported)}: ${target(local)}`)),
  ];
  return pairs.length === 0 ? undefined : `{${pairs.join(", ")}} = await import(${JSON.stringify(resolve(specifier))})`;
}

/** A binding inside a test that stands for a static import, which would throw where the module lacks a name. */
export interface Lookup {
  /** The text as {@link dynamicImport} writes it. */
  binding: string;
  /** The module as written in the notebook. */
  specifier: string;
  /** Exports that the cell reads as values. */
  names: readonly string[];
}

/** The bindings of imports that could not be hoisted. */
export function lookups(
  parts: readonly Part[],
  {hoisted, resolve, target}: Pick<Names, "hoisted"> & {resolve: Resolve; target: Target},
): Lookup[] {
  return parts.flatMap(({facts, references}) => {
    const read = new Set(references.filter(({value, writes}) => value && !writes).map(({name}) => name));
    return facts.imports
      .filter((item) => !item.typeOnly && !hoisted.has(item))
      .flatMap((item): Lookup[] => {
        const binding = bindingOf(item, {resolve, target});
        const wanted = [{imported: "default", local: item.default ?? ""}, ...item.named.filter(({typeOnly}) => !typeOnly)];
        const names = wanted.filter(({local}) => read.has(local)).map(({imported}) => imported);
        return binding === undefined ? [] : [{binding, specifier: item.specifier, names}];
      });
  });
}
