import type MagicString from "magic-string";
import {bindingsOf, isBefore} from "./early.js";
import type {Part} from "./part.js";
import type {Reference} from "./references.js";
import type {Runtime} from "./runtime.js";
import {isAsked, locals, type Names} from "./scope.js";

/** Makes a test throw where the notebook does: at an assignment to a constant, and at a name that only a later cell or statement declares. */
export function guardReferences(
  text: MagicString,
  {part, parts, names, runtime}: {part: Part; parts: readonly Part[]; names: Names; runtime: Runtime},
): void {
  const merged = part.facts.declarations.filter(({kind}) => kind === "enum" || kind === "namespace");
  // They stand in a function of their own under their own name.
  const isInside = (name: string, at: number) => merged.some(({names: [own], start, end}) => own === name && start <= at && at < end);
  const before = parts.slice(0, parts.indexOf(part) + 1).filter(({live}) => live);
  const write = (use: {name: string; start: number; end: number}, {object, shorthand}: {object: string; shorthand: boolean}) =>
    text.overwrite(use.start, use.end, `${shorthand ? `${use.name}: ` : ""}${object}.${use.name}`);
  for (const use of part.references.filter(({start, end}) => start < end)) {
    // The cell has none, and the test has mocha's.
    if (use.name === "arguments" && !use.own && isAsked(use, part)) text.overwrite(use.start, use.end, "undefined");
    const object =
      isEarly(use, {part, before, names}) || (use.name === "arguments" && !use.own && !isAsked(use, part))
        ? runtime("undeclared")
        : use.writes && isConstant(use.name, use.own && isBefore(use, {name: use.name, part}) ? before.slice(0, -1) : before)
          ? `${runtime("constant")}${use.reads ? `({${use.name}})` : ""}`
          : use.value && names.late.has(use.name) && !isInside(use.name, use.start)
            ? `${runtime("late")}${isAsked(use, part) ? ".let" : ""}`
            : "";
    if (object) write(use, {object, shorthand: use.shorthand});
  }
  for (const name of names.late)
    for (const binding of bindingsOf(name, part).filter(({start}) => !isInside(name, start)))
      write({name, ...binding}, {object: `${runtime("late")}.let`, shorthand: binding.shorthand});
}

/** Whether the last cell that declares the name makes it a constant. */
function isConstant(name: string, before: readonly Part[]): boolean {
  const kinds = before.flatMap(({facts}) => [
    ...facts.imports.filter((item) => locals(item).some((local) => local.name === name)).map(() => "const"),
    ...facts.declarations.filter(({names, value}) => value && names.includes(name)).map(({kind}) => kind),
  ]);
  return ["const", "using"].includes(kinds.at(-1) ?? "");
}

/** Whether a name is evaluated before the first cell that declares it, or in that cell before the declaration. */
function isEarly(use: Reference, {part, before, names}: {part: Part; before: readonly Part[]; names: Names}): boolean {
  const {own, immediate, value, name} = use;
  const [first] = names.declaring.get(name) ?? [];
  if (!immediate || !value || !first?.live || !names.shared.has(name)) return false;
  return own ? first === part && isBefore(use, {name, part}) : !before.includes(first) && !isAsked(use, part);
}
