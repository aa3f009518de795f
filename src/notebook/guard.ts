import type MagicString from "magic-string";
import type {Part} from "./part.js";
import type {Reference} from "./references.js";
import type {Runtime} from "./runtime.js";
import {isAsked, locals, type Names} from "./scope.js";

/** Makes a test throw where the notebook does: at an assignment to a constant, and at a name that only a later cell declares. */
export function guardReferences(
  text: MagicString,
  {part, parts, names, runtime}: {part: Part; parts: readonly Part[]; names: Names; runtime: Runtime},
): void {
  const before = parts.slice(0, parts.indexOf(part) + 1).filter(({live}) => live);
  for (const use of part.references) {
    const object =
      use.writes && isConstant(use.name, before)
        ? runtime("constant")
        : isEarly(use, {before, names}) && !isAsked(use, part)
          ? runtime("undeclared")
          : "";
    if (object) text.overwrite(use.start, use.end, `${use.shorthand ? `${use.name}: ` : ""}${object}.${use.name}`);
  }
}

/** Whether the last cell that declares the name makes it a constant. */
function isConstant(name: string, before: readonly Part[]): boolean {
  const kinds = before.flatMap(({facts}) => [
    ...facts.imports.filter((item) => locals(item).some((local) => local.name === name)).map(() => "const"),
    ...facts.declarations.filter(({names, value}) => value && names.includes(name)).map(({kind}) => kind),
  ]);
  return ["const", "using"].includes(kinds.at(-1) ?? "");
}

/** Whether a name is evaluated in a cell that runs before the first that declares it. */
function isEarly({own, immediate, value, name, writes}: Reference, {before, names}: {before: readonly Part[]; names: Names}): boolean {
  const [first] = names.declaring.get(name) ?? [];
  return !own && immediate && value && !writes && first !== undefined && first.live && !before.includes(first) && names.shared.has(name);
}
