import {readFileSync} from "node:fs";
import path from "node:path";
import {transformSync} from "esbuild";

/** TypeScript as JavaScript with its source map, which stack traces then follow; types are not checked. */
export function compileTypeScript(source: string, {file, format}: {file: string; format: "esm" | "cjs"}): string {
  const {code} = transformSync(source, {
    loader: file.endsWith("x") ? "tsx" : "ts",
    format,
    sourcefile: file,
    sourcemap: "inline",
    target: `node${process.versions.node}`,
    tsconfigRaw: {compilerOptions: settings(path.dirname(file))},
    logLevel: "silent",
  });
  return code;
}

/** How a TypeScript file is to be run: as its ending or its package says, else an ES module unless it uses what only CommonJS has. */
export function formatOf(source: string, {file}: {file: string}): "module" | "commonjs" {
  if (/\.mts$/.test(file)) return "module";
  if (/\.cts$/.test(file)) return "commonjs";
  const type = nearest(path.dirname(file), "package.json")?.["type"];
  if (type === "module") return "module";
  const bare = source.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
  const usesCommonJs = /\b(require\s*\(|module\.exports|exports\.|__dirname|__filename)/.test(bare);
  const usesModules = /^\s*(import\s|import\{|export\s)|import\.meta/m.test(bare);
  const awaits = /^await\s|^(?:const|let|var)\s[^\n]*=\s*await\s|^for\s+await/m.test(bare);
  if (awaits && !/\brequire\s*\(/.test(bare)) return "module";
  return usesModules && !usesCommonJs && type !== "commonjs" ? "module" : "commonjs";
}

type Json = Record<string, unknown>;

/** What of a tsconfig.json changes how code runs. */
function settings(folder: string): Json {
  const {compilerOptions = {}} = (nearest(folder, "tsconfig.json") ?? {}) as {compilerOptions?: Json};
  const names = ["experimentalDecorators", "useDefineForClassFields", "jsx", "jsxFactory", "jsxFragmentFactory", "jsxImportSource"];
  return Object.fromEntries(names.filter((name) => name in compilerOptions).map((name) => [name, compilerOptions[name]]));
}

/** The JSON of the nearest file of a name, in this folder or above; tsconfig.json may have comments and commas at an end. */
function nearest(folder: string, name: string): Json | undefined {
  for (let at = folder; ; at = path.dirname(at)) {
    try {
      const text = readFileSync(path.join(at, name), "utf8").replace(/("(?:[^"\\]|\\.)*")|\/\*[\s\S]*?\*\/|\/\/.*/g, "$1");
      return JSON.parse(text.replace(/,(\s*[}\]])/g, "$1")) as Json;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === undefined) return undefined;
    }
    if (path.dirname(at) === at) return undefined;
  }
}
