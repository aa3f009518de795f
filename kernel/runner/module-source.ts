import {readFileSync} from "node:fs";
import {dirname} from "node:path";
import type {TransformOptions} from "esbuild";
import MagicString from "magic-string";
import {parseSync} from "oxc-parser";
import {walk} from "../../src/notebook/walk.js";
import {guard} from "../rewrite/guards.js";
import {emitOptions} from "../tsconfig.js";

/** How a module of a person's own is compiled: its text, its loops guarded, and what the compiler is told. */
export function prepareModule(path: string, {guarded}: {guarded: boolean}): {text: string; options: TransformOptions} {
  const source = readFileSync(path, "utf8");
  const text = guarded ? guardModule(path, source) : source;
  return {
    text,
    options: {
      loader: path.endsWith("x") ? "tsx" : "ts",
      sourcefile: path,
      sourcemap: "inline",
      target: `node${process.versions.node}`,
      tsconfigRaw: emitOptions(dirname(path)),
    },
  };
}

/** Puts guards into a module; lines keep their numbers, and a map its columns. */
export function guardModule(path: string, source: string): string {
  const {program, errors} = parseSync(path, source, {sourceType: "module"});
  if (errors.length > 0) return source;
  const text = new MagicString(source);
  guard(text, program);
  if (!text.hasChanged()) return source;
  walk(program, ({start}) => text.addSourcemapLocation(start));
  return `${text.toString()}\n//# sourceMappingURL=${text.generateMap({source: path}).toUrl()}`;
}
