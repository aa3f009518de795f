import {readFile} from "node:fs/promises";
import {isBuiltin, type InitializeHook, type LoadHook, type ResolveHook} from "node:module";
import {dirname} from "node:path";
import {fileURLToPath} from "node:url";
import {receiveMessageOnPort, type MessagePort} from "node:worker_threads";
import {missingModule, packageName, plainSpecifier} from "../notebook/specifiers.js";

/** What the hooks are told when they are registered. */
export interface HookData {
  /** A file of this package: where its own packages are looked for when the notebook's folder has none. */
  own: string;
  /** Names of this package and those that it depends on. */
  packages: readonly string[];
  /** URL of what stands for `tslab`. */
  tslab: string;
  /** URL of the module that defines a notebook's tests. */
  define: string;
  /** Where the code of suites comes from, before they are imported. */
  suites: MessagePort;
}

/** The code of a suite. */
export interface SuiteCode {
  /** Under which it is imported. */
  url: string;
  /** An ES module. */
  code: string;
}

let given: HookData;
const codes = new Map<string, string>();

/** Takes over what the main thread gives. */
export const initialize: InitializeHook<HookData> = (data) => void (given = data);

/** Finds modules as from the notebook's folder, and there in vain, as from this package. */
export const resolve: ResolveHook = async (written, context, next) => {
  // A suite is no file.
  if (codeOf(written) !== undefined) return {url: written, shortCircuit: true};
  const specifier = plainSpecifier(written);
  if (specifier === "tslab") return {url: given.tslab, shortCircuit: true};
  try {
    const found = await next(specifier, context);
    if (isSuite(context.parentURL) && /^https?:/.test(found.url)) throw Object.assign(new Error(found.url), {code: "ERR_MODULE_NOT_FOUND"});
    return found;
  } catch (error) {
    if (isBuiltin(specifier) || !given.packages.includes(packageName(specifier))) throw notFound(written, {context, error});
    return next(specifier, {...context, parentURL: given.own});
  }
};

/** What a notebook imports in vain is told in the kernel's words. */
function notFound(specifier: string, {context: {parentURL}, error}: {context: {parentURL?: string | undefined}; error: unknown}): unknown {
  const {code} = error as {code?: string};
  if (!isSuite(parentURL) || code !== "ERR_MODULE_NOT_FOUND") return error;
  const message = missingModule(specifier, {folder: dirname(fileURLToPath(parentURL))});
  return message ? Object.assign(new Error(message), {code, stack: `Error: ${message}`}) : error;
}

const isSuite = (url: string | undefined): url is string => /^file:.*\.ipynb\.js(\?.*)?$/.test(url ?? "");

/** Makes a notebook a module that defines its tests; JSON one with a default export, as in the kernel. */
export const load: LoadHook = async (url, context, next) => {
  const code = codeOf(url);
  if (code !== undefined) return {format: "module", source: code, shortCircuit: true};
  if (!/^file:.*\.json(\?.*)?$/.test(url) || context.importAttributes["type"] === "json") return next(url, context);
  return {format: "module", source: `export default ${await readFile(fileURLToPath(url), "utf8")};`, shortCircuit: true};
};

function codeOf(url: string): string | undefined {
  if (/^file:.*\.ipynb$/.test(url))
    return `import {defineNotebook} from ${JSON.stringify(given.define)};\nawait defineNotebook(import.meta.url);\n`;
  for (let sent = receiveMessageOnPort(given.suites); sent; sent = receiveMessageOnPort(given.suites)) {
    const {url: of, code} = sent.message as SuiteCode;
    codes.set(of, code);
  }
  return codes.get(url);
}
