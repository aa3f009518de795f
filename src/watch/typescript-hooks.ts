import {existsSync, readFileSync} from "node:fs";
import type {LoadHook, ResolveHook} from "node:module";
import {fileURLToPath, pathToFileURL} from "node:url";
import {compileTypeScript, formatOf} from "./compile.js";
import {isTypeScript} from "./is-typescript.js";

/** Finds `./x.ts` for `./x.js` and for `./x`, as TypeScript's own resolution does. */
export const resolve: ResolveHook = async (specifier, context, next) => {
  try {
    return await next(specifier, context);
  } catch (error) {
    const found = /^(\.\.?\/|\/|file:)/.test(specifier) ? sourceOf(specifier, context.parentURL) : undefined;
    if (found === undefined) throw error;
    return next(found, context);
  }
};

function sourceOf(specifier: string, parent: string | undefined): string | undefined {
  const file = fileURLToPath(new URL(specifier, parent ?? pathToFileURL(`${process.cwd()}/`)));
  const swapped = file.replace(/\.([cm]?)jsx?$/, ".$1ts");
  const candidates = [
    ...(swapped === file ? [] : [swapped, file.replace(/\.jsx?$/, ".tsx")]),
    `${file}.ts`,
    `${file}.tsx`,
    `${file}.js`,
    `${file}/index.ts`,
    `${file}/index.js`,
  ];
  const found = candidates.find((one) => existsSync(one));
  return found === undefined ? undefined : pathToFileURL(found).href;
}

/** Compiles what is TypeScript; CommonJS is left to the loader of `require`. */
export const load: LoadHook = async (url, context, next) => {
  if (!url.startsWith("file:") || !isTypeScript(new URL(url).pathname)) return next(url, context);
  const file = fileURLToPath(url);
  const source = readFileSync(file, "utf8");
  if (formatOf(source, {file}) === "commonjs") return {format: "commonjs", source: null as unknown as string, shortCircuit: true};
  return {format: "module", source: compileTypeScript(source, {file, format: "esm"}), shortCircuit: true};
};
