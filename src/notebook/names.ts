import type {Import} from "./cell.js";
import {earlyNames, isBefore, type Early} from "./early.js";
import {liftable} from "./lift.js";
import type {Part} from "./part.js";
import {declarationsOf, locals, within, type Local, type Names} from "./scope.js";

/** Decides which names leave their cells, and how; `failing` are modules whose imports fail, and so do in their cells. */
export function decideNames(parts: readonly Part[], {failing = new Set()}: {failing?: ReadonlySet<string>} = {}): Names {
  const early = earlyNames(parts);
  const hoisted = hoistable(parts, {...early, failing});
  const declaring = declarers(parts, hoisted);
  const lifted = new Set<string>();
  const shared = new Set<string>();
  const imports = new Set([...hoisted].flatMap((item) => locals(item).map(({name}) => name)));
  const late = new Set([...early.called].filter((name) => declaring.has(name)));
  const names = {shared, lifted, late, hoisted, declaring};
  const fixed = new Set([...early.direct, ...early.called]);
  const visit = (name: string) => {
    if (shared.has(name) || lifted.has(name) || !declaring.has(name)) return;
    const lift = !fixed.has(name) && liftable(name, {parts, names, imports});
    (lift ? lifted : shared).add(name);
    for (const needed of lift ? neededBy(name, declaring) : siblings(name, declaring)) visit(needed);
  };
  for (const name of [...outward(parts, declaring), ...late]) visit(name);
  return names;
}

/** Imports whose names mean the same in all cells; those of a cell that may not run or must fail stay where they are. */
function hoistable(parts: readonly Part[], {direct, called, failing}: Early & {failing: ReadonlySet<string>}): Set<Import> {
  const free = parts.filter(({live, options}) => live && options.raises === undefined);
  const hoisted = new Set(free.flatMap(({facts}) => facts.imports.filter(({specifier, typeOnly}) => typeOnly || !failing.has(specifier))));
  const clash = new Set(parts.filter(({live}) => live).flatMap(({facts}) => facts.declarations.flatMap(({names}) => names)));
  const all = parts.filter(({live}) => live).flatMap(({facts}) => facts.imports);
  for (let before = -1; before !== hoisted.size;) {
    before = hoisted.size;
    for (const item of hoisted)
      if (
        locals(item).some(
          (local) =>
            clash.has(local.name) ||
            direct.has(local.name) ||
            called.has(local.name) ||
            all.some((other) => conflicts(other, {local, stays: !hoisted.has(other)})),
        )
      )
        hoisted.delete(item);
  }
  return hoisted;
}

const conflicts = (other: Import, {local, stays}: {local: Local; stays: boolean}) =>
  locals(other).some(({name, key}) => name === local.name && (stays || key !== local.key));

function declarers(parts: readonly Part[], hoisted: ReadonlySet<Import>): Map<string, Part[]> {
  const found = new Map<string, Part[]>();
  for (const part of parts.filter(({live, facts}) => live || facts.declarations.some(({value}) => !value)))
    for (const name of new Set([...declaredNames(part), ...importedNames(part, hoisted)]))
      found.set(name, [...(found.get(name) ?? []), part]);
  return found;
}

const declaredNames = ({facts, live}: Part) => facts.declarations.filter(({value}) => live || !value).flatMap(({names}) => names);

const importedNames = ({facts, live}: Part, hoisted: ReadonlySet<Import>) =>
  live ? facts.imports.filter((item) => !hoisted.has(item)).flatMap((item) => locals(item).map(({name}) => name)) : [];

/** Names that some cell uses and another declares, or that two cells declare and a function keeps using, or the second still reads; and namespaces, which may not stand in a test. */
function outward(parts: readonly Part[], declaring: ReadonlyMap<string, readonly Part[]>): Set<string> {
  const uses = parts.flatMap((part) => part.references.map((use) => ({...use, part})));
  const again = (name: string) => (declaring.get(name)?.length ?? 0) > 1;
  const kept = (use: (typeof uses)[number]) =>
    again(use.name) && (!use.immediate || (declaring.get(use.name)![0] !== use.part && isBefore(use, {name: use.name, part: use.part})));
  const spaces = parts.filter(({live}) => live).flatMap(({facts}) => facts.declarations.filter(({kind}) => kind === "namespace"));
  return new Set([
    ...uses.filter((use) => (use.own ? kept(use) : declaring.has(use.name))).map(({name}) => name),
    ...spaces.flatMap(({names}) => names),
  ]);
}

/** Names used by the statements that declare `name`. */
function neededBy(name: string, declaring: ReadonlyMap<string, readonly Part[]>): string[] {
  return (declaring.get(name) ?? []).flatMap((part) =>
    declarationsOf(name, part).flatMap((statement) => within(statement, part).map((use) => use.name)),
  );
}

/** Names declared by the same statement as `name`, which becomes an assignment as a whole. */
function siblings(name: string, declaring: ReadonlyMap<string, readonly Part[]>): string[] {
  return (declaring.get(name) ?? []).flatMap((part) => [
    ...declarationsOf(name, part).flatMap(({names}) => names),
    ...part.facts.imports
      .map((item) => locals(item).map((local) => local.name))
      .filter((names) => names.includes(name))
      .flat(),
  ]);
}
