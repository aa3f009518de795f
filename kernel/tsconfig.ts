import {createRequire} from "node:module";
import type {TsConfigJson, TsConfigResult} from "get-tsconfig";

// Loaded when it is first wanted: not every session has a project.
const library = () => createRequire(import.meta.url)("get-tsconfig") as typeof import("get-tsconfig");

type Options = TsConfigJson.CompilerOptions;

/** What of a project's tsconfig.json, looked for upwards from a folder, decides about the JavaScript that comes out; defaults where there is none. */
export function emitOptions(folder: string): {compilerOptions: Options} {
  const options = found(folder)?.config.compilerOptions ?? {};
  const kept = Object.entries(options).filter(([name]) => deciding.has(name));
  return {compilerOptions: {useDefineForClassFields: true, ...Object.fromEntries(kept)}};
}

/** The files that a name may stand for by the project's `paths`, best first. */
export const pathsOf = (folder: string, specifier: string): readonly string[] => pathsFrom(folder)(specifier);

/** The same for many names, with a tsconfig.json that is read once. */
export function pathsFrom(folder: string): (specifier: string) => readonly string[] {
  const config = found(folder);
  return (config && library().createPathsMatcher(config)) ?? (() => []);
}

const deciding: ReadonlySet<string> = new Set([
  "experimentalDecorators",
  "jsx",
  "jsxFactory",
  "jsxFragmentFactory",
  "jsxImportSource",
  "useDefineForClassFields",
]);

/** A file that is none, or extends one that is not there, is the type checker's to complain about. */
function found(folder: string): TsConfigResult | undefined {
  try {
    return library().getTsconfig(folder) ?? undefined;
  } catch {
    return undefined;
  }
}
