import {existsSync} from "node:fs";
import {readFile} from "node:fs/promises";
import {fileURLToPath} from "node:url";
import {transform, type Loader} from "esbuild";
import type {LoadHook, ResolveHook} from "node:module";

/** Lets local modules be TypeScript and import each other without an ending, or with `.js` for `.ts`. */
export const resolve: ResolveHook = async (specifier, context, next) => {
  if (!/^\.{1,2}\//.test(specifier) || !context.parentURL?.startsWith("file:") || context.parentURL.includes("/node_modules/"))
    return next(specifier, context);
  const url = new URL(specifier, context.parentURL);
  const written = [url.href.replace(/\.([cm]?)js$/, ".$1ts"), ...[".ts", ".tsx", ".js", "/index.ts"].map((end) => url.href + end)];
  const found = existsSync(url) ? undefined : written.find((href) => existsSync(new URL(href)));
  return next(found ?? specifier, context);
};

/** Strips types. */
export const load: LoadHook = async (url, context, next) => {
  const [, ending] = /\.([cm]?tsx?)(\?.*)?$/.exec(url) ?? [];
  if (ending === undefined || !url.startsWith("file:")) return next(url, context);
  const path = fileURLToPath(url);
  const loader: Loader = ending === "tsx" ? "tsx" : "ts";
  const {code} = await transform(await readFile(path, "utf8"), {
    loader,
    sourcefile: path,
    sourcemap: "inline",
    target: `node${process.versions.node}`,
  });
  return {format: ending === "cts" ? "commonjs" : "module", source: code, shortCircuit: true};
};
