import type {Part} from "./part.js";
import {locals, namesIn, type Names, type Target} from "./scope.js";

/** What a suite may need from `ddx/suite`. */
export const runtimeNames = ["constant", "lateNames", "raises", "shown", "undeclared"] as const;

/** What a suite uses that its cells do not name: from `ddx/suite`, mocha's own functions, and what holds the late names. */
export type RuntimeName = (typeof runtimeNames)[number] | "describe" | "it" | "before" | "late";

/** How a suite writes a name of its runtime. */
export type Runtime = (name: RuntimeName) => string;

/** A spelling for each name of the runtime that no cell uses for something else. */
export function runtimeOf(parts: readonly Part[]): Runtime {
  const taken = namesIn(parts);
  const declared = (name: string) =>
    parts.some(
      ({facts}) =>
        facts.declarations.some(({names}) => names.includes(name)) || facts.imports.flatMap(locals).some((local) => local.name === name),
    );
  return (name) => {
    if (mocha.has(name)) return declared(name) ? `globalThis.${name}` : name;
    let free: string = name;
    while (taken.has(free)) free += "_";
    return free;
  };
}

const mocha: ReadonlySet<RuntimeName> = new Set(["describe", "it", "before"]);

/** How the names that cells share are written where they are declared. */
export const targetOf =
  ({late}: Names, runtime: Runtime): Target =>
  (name) =>
    late.has(name) ? `${runtime("late")}.let.${name}` : name;

/** The line that imports what a suite's code uses of `ddx/suite`. */
export function runtimeImport(code: string, runtime: Runtime): string {
  const used = runtimeNames.filter((name) => new RegExp(`(?<![\\w$.])${runtime(name)}[.(]`).test(code));
  const names = used.map((name) => (runtime(name) === name ? name : `${name} as ${runtime(name)}`));
  return names.length === 0 ? "" : `import {${names.join(", ")}} from "ddx/suite";\n`;
}
