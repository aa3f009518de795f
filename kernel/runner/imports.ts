import {existsSync, readFileSync} from "node:fs";
import {createRequire, isBuiltin} from "node:module";
import {fileURLToPath, pathToFileURL} from "node:url";
import {resolve} from "import-meta-resolve";
import {registerHooks} from "../../src/hooks.js";
import {missingModule, packageName, plainSpecifier} from "../../src/notebook/specifiers.js";
import {pathsOf} from "../tsconfig.js";
import {modules} from "./errors.js";
import {isUsers, localFile} from "./modules.js";

type Namespace = Record<string, unknown>;
interface Wish {
  /** Exports that have to exist. */
  required?: readonly string[];
  /** Import attributes. */
  with?: Record<string, string>;
}

/** What an import sees: the folder of the notebook. */
export const parent = pathToFileURL(`${process.cwd()}/notebook.ts`).href;
const here = import.meta.url;
const tslab = new URL("./tslab.js", here).href;
let hooked = false;

/** `import.meta` of a cell. */
export const meta = {
  url: parent,
  dirname: process.cwd(),
  filename: fileURLToPath(parent),
  resolve: (specifier: string) => locate(specifier),
};

/** `require` of a cell. */
export const require = createRequire(parent);

/** A static import: the module's namespace, and its exports with whatever names a CommonJS module gives itself only when it runs. */
export async function load(specifier: string, wish: Wish): Promise<{namespace: Namespace; exports: Namespace}> {
  const namespace = await importModule(specifier, wish);
  const exports = isCommonJs(locate(specifier)) ? {...Object(namespace.default), ...namespace} : namespace;
  const missing = wish.required?.find((name) => !(name in exports));
  if (missing !== undefined) throw new SyntaxError(`The requested module '${specifier}' does not provide an export named '${missing}'`);
  return {namespace, exports};
}

/** A dynamic import. */
export async function importModule(specifier: unknown, options: {with?: Record<string, string>} = {}): Promise<Namespace> {
  const url = locate(String(specifier));
  if (options.with?.type === "json" || url.endsWith(".json")) return {default: JSON.parse(readFileSync(fileURLToPath(url), "utf8"))};
  return (await import(await fresh(url))) as Namespace;
}

const isCommonJs = (url: string): boolean => url.startsWith("file:") && fileURLToPath(url) in require.cache;

function locate(written: string): string {
  const specifier = plainSpecifier(written);
  if (isBuiltin(specifier)) return specifier;
  if (specifier === "tslab") return tslab;
  const local = /^(\.{0,2}\/|file:)/.test(specifier) && localFile(new URL(specifier, parent));
  if (local) return local;
  for (const path of pathsOf(process.cwd(), specifier)) {
    const aliased = localFile(pathToFileURL(path));
    if (aliased) return aliased;
  }
  try {
    const url = resolve(specifier, parent);
    if (!/^https?:/.test(url) && (!url.startsWith("file:") || existsSync(new URL(url)))) return url;
    throw Object.assign(new Error(url), {code: "ERR_MODULE_NOT_FOUND"});
  } catch (error) {
    if (ownPackages().has(packageName(specifier))) return resolve(specifier, here);
    throw notFound(written, error as Error & {code?: string});
  }
}

function notFound(specifier: string, {message, code}: Error & {code?: string}): Error {
  const text = (code === "ERR_MODULE_NOT_FOUND" && missingModule(specifier, {folder: process.cwd()})) || message;
  return Object.assign(new Error(text), {code});
}

/** An edited local module is loaded anew; packages never are. */
async function fresh(url: string): Promise<string> {
  if (!isUsers(url)) return url;
  if (!hooked) registerHooks("./typescript.js", {parentURL: here, data: {kernel: true}});
  hooked = true;
  const [{versionOf}, {placeInModule}] = await Promise.all([import("./versions.js"), import("./module-frames.js")]);
  modules.place = placeInModule;
  return `${url}?at=${versionOf(url)}`;
}

function ownPackages(): ReadonlySet<string> {
  const {name, dependencies} = createRequire(here)("ddx/package.json") as {name: string; dependencies: Record<string, string>};
  return new Set([name, ...Object.keys(dependencies)]);
}
