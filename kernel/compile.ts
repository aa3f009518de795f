import MagicString, {SourceMap} from "magic-string";
import {parseSync} from "oxc-parser";
import type {Syntax} from "../src/notebook/parse.js";
import {walk, type Node} from "../src/notebook/walk.js";
import type {Variables} from "./variables.js";
import {emitOptions} from "./tsconfig.js";
import {aliasOf} from "./alias.js";
import {rewrite, type Read} from "./rewrite.js";
import {setApart, type Apart} from "./rewrite/apart.js";

/** JavaScript for V8's REPL mode. */
export interface Compiled {
  /** The code, strict, with its `sourceURL`. */
  code: string;
  /** Source map (JSON) from the code to the cell. */
  map: string;
}

/**
 * Compiles a cell without problems; `constants` are the names that earlier cells declared by `const`, `taken` the shared ones of which they have their
 * own, `folder` is where its project's tsconfig.json is looked for.
 */
export async function compile(
  written: Read,
  {url, constants, taken, folder}: {url: string; folder: string} & Pick<Variables, "constants" | "taken">,
): Promise<Compiled> {
  const {read, origin} = setApart(written, taken);
  const {syntax} = read;
  const text = rewrite(read, {constants: new Set(Array.from(constants, (name) => (taken.has(name) ? aliasOf(name) : name)))});
  // V8 may point at an operator, or behind it: the part that it belongs to is where a person looks.
  walk(syntax.program, ({start}) => text.addSourcemapLocation(start));
  const sourceMap = mapOf(text, {url, origin});
  const {code, map} = isJavaScript(syntax)
    ? {code: text.toString(), map: sourceMap.toString()}
    : await strip(`${text.toString()}\n//# sourceMappingURL=${sourceMap.toUrl()}`, {url, folder, language: syntax.language});
  // The directive gets a line of its own, and so does the map.
  return {code: `"use strict";\n${withoutVars(code)}\n//# sourceURL=${url}`, map: map.replace(/"mappings":\s*"/, "$&;")};
}

function mapOf(text: MagicString, {url, origin}: {url: string} & Pick<Apart, "origin">): SourceMap {
  const map = text.generateDecodedMap({source: url, includeContent: false});
  for (const segment of map.mappings.flat()) if (segment.length > 1) segment[3] = origin(segment[2]!, segment[3]!);
  return new SourceMap(map);
}

/** Takes the types away, and turns into JavaScript what Node does not know yet. */
async function strip(text: string, {url, folder, language}: {url: string; folder: string; language: "ts" | "tsx"}): Promise<Compiled> {
  const {transform} = await import("esbuild");
  return transform(text, {
    loader: language,
    sourcefile: url,
    sourcemap: "external",
    sourcesContent: false,
    target: `node${process.versions.node}`,
    tsconfigRaw: emitOptions(folder),
    logLevel: "silent",
  });
}

/** Whether a cell has nothing in it that V8 does not know itself, so that it need not go through the compiler. */
function isJavaScript({program}: Syntax): boolean {
  let plain = true;
  walk(program, (visited) => {
    const node = visited as Node & Record<string, unknown>;
    const typed = marks.some((mark) => node[mark] === true || node[mark] === "type" || (mark === "accessibility" && node[mark]));
    const optional = node.optional === true && !/^(Member|Call)Expression$/.test(node.type);
    const using = node.type === "VariableDeclaration" && String(node.kind).endsWith("using");
    if (/^TS|^JSX|^Decorator$|^AccessorProperty$/.test(node.type) || typed || optional || using) plain = false;
  });
  return plain;
}

const marks = ["declare", "definite", "readonly", "override", "abstract", "importKind", "exportKind", "accessibility"];

/** What the compiler declares itself (its helpers, namespaces) is a `var`; as that, V8 could never declare it again. */
function withoutVars(code: string): string {
  if (!/^var /m.test(code)) return code;
  const {body} = parseSync("cell.js", code, {sourceType: "module"}).program;
  const vars = body.filter((node) => node.type === "VariableDeclaration" && node.kind === "var");
  return vars.reduce((text, {start}) => `${text.slice(0, start)}let${text.slice(start + 3)}`, code);
}
