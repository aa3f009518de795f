import {readFileSync} from "node:fs";
import Module, {register} from "node:module";
import {compileTypeScript, isTypeScript} from "./compile.js";

/** Loaders that a script may bring along: they know its TypeScript better. */
const others = /(^|[\s=/])(tsx|ts-node|jiti|@swc-node|esbuild-register|@esbuild-kit)\b/;

/** Makes Node run TypeScript, by esbuild; nothing when the script is none, or brings a loader of its own. */
export async function startTypeScript(): Promise<void> {
  const [, script = ""] = process.argv;
  if (!isTypeScript(script) || others.test([...process.execArgv, process.env["NODE_OPTIONS"] ?? ""].join(" "))) return;
  process.setSourceMapsEnabled(true);
  register(new URL("./typescript-hooks.js", import.meta.url));
  const {_extensions: extensions} = Module as unknown as {_extensions: Record<string, (module: object, file: string) => void>};
  for (const ending of [".ts", ".cts", ".tsx"])
    extensions[ending] = (module, file) => {
      const compiled = compileTypeScript(readFileSync(file, "utf8"), {file, format: "cjs"});
      (module as {_compile(code: string, file: string): void})._compile(compiled, file);
    };
}
