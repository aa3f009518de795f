import {analyse} from "./cell.js";
import {locals} from "./scope.js";
import type {Part} from "./part.js";
import type {Change} from "./uses.js";

/** A cell that has to do with what a name stands for. */
export interface Definition {
  /** The code cell's number. */
  cell: number;
  /** `absent`: it would declare the name, but is skipped or cannot be read. */
  how: "declares" | "changes" | "absent";
  /** How an import binds the name; the exports of a `namespace` never change. */
  imported?: "name" | "namespace" | undefined;
}

/** The cells that define a name, in order. */
export type Definitions = Map<string, Definition[]>;

/** The cells that declare or import each name. */
export function declarationsIn(parts: readonly Part[]): Definitions {
  const found: Definitions = new Map();
  for (const part of parts) for (const [name, definition] of declaredBy(part)) found.set(name, [...(found.get(name) ?? []), definition]);
  return found;
}

function declaredBy({facts, live, cell}: Part): Map<string, Definition> {
  const bind = (name: string, imported?: Definition["imported"]): [string, Definition] => [
    name,
    {cell: cell.number, how: live ? "declares" : "absent", imported},
  ];
  const [problem] = facts.problems;
  const {declarations, imports} = problem ? analyse(linesAbove(cell.source, problem)) : facts;
  return new Map([
    ...(problem ? meant(cell.source).map((name) => bind(name)) : []),
    ...declarations.flatMap(({names, kind, value}) =>
      value ? names.map((name) => bind(name, kind === "import" ? "name" : undefined)) : [],
    ),
    ...imports
      .filter(({typeOnly}) => !typeOnly)
      .flatMap((item) => locals(item).map(({name}) => bind(name, name === item.namespace ? "namespace" : "name"))),
  ]);
}

const linesAbove = (source: string, {start}: {start: number}): string => source.slice(0, source.lastIndexOf("\n", start - 1) + 1);

/** The names that a cell which cannot be read seems to declare. */
const meant = (source: string): string[] =>
  [
    ...source.matchAll(
      /^(?:export\s+)?(?:async\s+)?(?:const|let|var|function\s*\*?|class|enum)\s+([\p{ID_Start}$_][\p{ID_Continue}$]*)/gmu,
    ),
  ].map(([, name = ""]) => name);

/** Where a name's value comes from for a cell: the last declaration before it and the changes since; that of an absent cell when no other is there. */
export function sources(name: string, {definitions, before}: {definitions: Definitions; before: number}): Definition[] {
  const earlier = (definitions.get(name) ?? []).filter(({cell}) => cell < before);
  const last = earlier.findLastIndex(({how}) => how === "declares");
  return last < 0 ? earlier.slice(-1) : earlier.slice(last).filter(({how}) => how !== "absent");
}

/** Notes that a cell changes a name, unless it declares it too, nobody does, or what is changed is an import's own affair. */
export function addChange(name: string, {definitions, cell, change}: {definitions: Definitions; cell: number; change: Change}): void {
  const [origin] = sources(name, {definitions, before: cell});
  const all = definitions.get(name) ?? [];
  if (origin?.how !== "declares" || all.some((one) => one.cell === cell)) return;
  if (origin.imported === "namespace" || (origin.imported && change === "likely")) return;
  definitions.set(
    name,
    [...all, {cell, how: "changes" as const}].sort((a, b) => a.cell - b.cell),
  );
}
