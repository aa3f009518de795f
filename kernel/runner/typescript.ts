import type {InitializeHook, LoadHook, ResolveHook} from "node:module";
import {fileURLToPath} from "node:url";
import {isUsers, localFile} from "./modules.js";
import {versionOf} from "./versions.js";

/** What the kernel asks for beside what `ddx test` does: that loops can be interrupted, and that edited modules are loaded anew. */
let kernel = false;

/** Takes over what the main thread gives. */
export const initialize: InitializeHook<{kernel?: boolean} | undefined> = (data) => void (kernel = data?.kernel ?? false);

/** Lets local modules be TypeScript and import each other without an ending, or with `.js` for `.ts`. */
export const resolve: ResolveHook = async (specifier, context, next) => {
  const {parentURL = ""} = context;
  if (!/^\.{1,2}\//.test(specifier) || !isUsers(parentURL)) return next(specifier, context);
  const found = localFile(new URL(specifier, parentURL));
  const fresh = found && kernel && isCode(found) ? `${found}?at=${versionOf(found)}` : found;
  return next(fresh ?? specifier, context);
};

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
