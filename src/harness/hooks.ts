import {readFile} from "node:fs/promises";
import {isBuiltin, type InitializeHook, type LoadHook, type ResolveHook} from "node:module";
import {fileURLToPath} from "node:url";

/** What the hooks are told when they are registered. */
export interface HookData {
  /** Code of each suite, by the notebook's URL. */
  suites: Readonly<Record<string, string>>;
  /** A file of this package: where its own packages are looked for when the notebook's folder has none. */
  own: string;
  /** Names of this package and those that it depends on. */
  packages: readonly string[];
}

let given: HookData = {suites: {}, own: import.meta.url, packages: []};

/** Takes over what the main thread gives. */
export const initialize: InitializeHook<HookData> = (data) => void (given = data);

/** Finds modules as from the notebook's folder, and there in vain, as from this package. */
export const resolve: ResolveHook = async (specifier, context, next) => {
  if (specifier in given.suites) return {url: specifier, format: "module", shortCircuit: true};
  try {
    return await next(specifier, context);
  } catch (error) {
    if (isBuiltin(specifier) || !given.packages.includes(packageName(specifier))) throw error;
    return next(specifier, {...context, parentURL: given.own});
  }
};

/** Gives the code of a suite in place of the notebook; JSON as its default export, as in the kernel. */
export const load: LoadHook = async (url, context, next) => {
  const source = given.suites[url];
  if (source !== undefined) return {format: "module", source, shortCircuit: true};
  if (!/^file:.*\.json(\?.*)?$/.test(url) || context.importAttributes["type"] === "json") return next(url, context);
  return {format: "module", source: `export default ${await readFile(fileURLToPath(url), "utf8")};`, shortCircuit: true};
};

const packageName = (specifier: string): string => /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;
