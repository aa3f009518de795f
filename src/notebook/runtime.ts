import type {Part} from "./part.js";
import {locals} from "./scope.js";

/** What a suite may need from `ddx/suite`. */
export const runtimeNames = ["constant", "raises", "shown", "undeclared"] as const;

/** What a suite calls that its cells do not name: from `ddx/suite`, and mocha's own functions. */
export type RuntimeName = (typeof runtimeNames)[number] | "describe" | "it" | "before";

/** How a suite writes a name of its runtime. */
export type Runtime = (name: RuntimeName) => string;

/** A spelling for each name of the runtime that no cell uses for something else. */
export function runtimeOf(parts: readonly Part[]): Runtime {
  const taken = new Set(
    parts.flatMap(({facts}) => [
      ...facts.declarations.flatMap(({names}) => names),
      ...facts.imports.flatMap(locals).map(({name}) => name),
      ...facts.free,
    ]),
  );
  const mocha: Partial<Record<RuntimeName, string>> = {describe: "context", it: "specify", before: "globalThis.before"};
  const declared = (name: string) =>
    parts.some(
      ({facts}) =>
        facts.declarations.some(({names}) => names.includes(name)) || facts.imports.flatMap(locals).some((local) => local.name === name),
    );
  return (name) => {
    const other = mocha[name];
    if (other !== undefined) return declared(name) ? other : name;
    let free: string = name;
    while (taken.has(free)) free += "_";
    return free;
  };
}

/** The line that imports what a suite's code uses of `ddx/suite`. */
export function runtimeImport(code: string, runtime: Runtime): string {
  const used = runtimeNames.filter((name) => new RegExp(`(?<![\\w$.])${runtime(name)}[.(]`).test(code));
  const names = used.map((name) => (runtime(name) === name ? name : `${name} as ${runtime(name)}`));
  return names.length === 0 ? "" : `import {${names.join(", ")}} from "ddx/suite";\n`;
}
