import {isBuiltin, type InitializeHook, type LoadHook, type ResolveHook} from "node:module";
import path from "node:path";
import {fileURLToPath, pathToFileURL} from "node:url";
import {pathsFrom} from "../tsconfig.js";
import {isUsers, localFile} from "./modules.js";

/** What the kernel asks for beside what `ddx test` does: that loops can be interrupted, and that edited modules are loaded anew. */
let kernel = false;

/** Takes over what the main thread gives. */
export const initialize: InitializeHook<{kernel?: boolean} | undefined> = (data) => void (kernel = data?.kernel ?? false);

/** Lets local modules be TypeScript and import each other without an ending, with `.js` for `.ts`, or by the `paths` of their project. */
export const resolve: ResolveHook = async (specifier, context, next) => {
  const {parentURL = ""} = context;
  if (!isUsers(parentURL)) return next(specifier, context);
  const found = /^\.{1,2}\//.test(specifier)
    ? localFile(new URL(specifier, parentURL))
    : aliased(specifier, path.dirname(fileURLToPath(parentURL)));
  if (!found || !kernel || !isCode(found)) return next(found ?? specifier, context);
  const {versionOf} = await import("./versions.js");
  return next(`${found}?at=${versionOf(found)}`, context);
};

const matchers = new Map<string, (specifier: string) => readonly string[]>();

/** The file that a name stands for by the `paths` of the project that a folder belongs to. */
function aliased(specifier: string, folder: string): string | undefined {
  if (isBuiltin(specifier) || /^(\/|[a-z]+:)/.test(specifier)) return undefined;
  if (!matchers.has(folder)) matchers.set(folder, pathsFrom(folder));
  const files = matchers.get(folder)!(specifier);
  return files.map((file) => localFile(pathToFileURL(file))).find((url) => url !== undefined);
}

const isCode = (url: string): boolean => /\.([cm]?tsx?|m?js)$/.test(url);

/** Strips types; what that takes is loaded with the first module that needs it. */
export const load: LoadHook = async (url, context, next) => {
  const guarded = kernel && isUsers(url);
  const [, ending] = /\.([cm]?tsx?)(\?.*)?$/.exec(url) ?? [];
  if (ending !== undefined && url.startsWith("file:")) {
    const [{transform}, {prepareModule}] = await Promise.all([import("esbuild"), import("./module-source.js")]);
    const {text, options} = prepareModule(fileURLToPath(url), {guarded});
    const {code} = await transform(text, options);
    return {format: ending === "cts" ? "commonjs" : "module", source: code, shortCircuit: true};
  }
  const loaded = await next(url, context);
  if (!guarded || loaded.format !== "module" || !loaded.source) return loaded;
  const {guardModule} = await import("./module-source.js");
  const text = typeof loaded.source === "string" ? loaded.source : Buffer.from(loaded.source as Uint8Array).toString();
  return {...loaded, source: guardModule(fileURLToPath(url), text)};
};
