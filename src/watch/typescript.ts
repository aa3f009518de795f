import {readFileSync} from "node:fs";
import Module from "node:module";
import {registerHooks} from "../hooks.js";
import {compileTypeScript} from "./compile.js";

/** Loaders that a script may bring along: they know its TypeScript better. */
const others = /(^|[\s=/])(tsx|ts-node|jiti|@swc-node|esbuild-register|@esbuild-kit)\b/;

/** Makes Node run TypeScript, by esbuild; not when the script brings a loader of its own. */
export function startTypeScript(): void {
  if (others.test([...process.execArgv, process.env["NODE_OPTIONS"] ?? ""].join(" "))) return;
  process.setSourceMapsEnabled(true);
  registerHooks(new URL("./typescript-hooks.js", import.meta.url));
  const {_extensions: extensions} = Module as unknown as {_extensions: Record<string, (module: object, file: string) => void>};
  for (const ending of [".ts", ".cts", ".tsx"])
    extensions[ending] = (module, file) => {
      const compiled = compileTypeScript(readFileSync(file, "utf8"), {file, format: "cjs"});
      (module as {_compile(code: string, file: string): void})._compile(compiled, file);
    };
}
