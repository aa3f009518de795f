import {transform} from "esbuild";
import {parseSync} from "oxc-parser";
import {parse} from "../src/notebook/parse.js";
import {type Cell} from "../src/notebook/cell.js";
import {rewrite} from "./rewrite.js";

/** JavaScript for V8's REPL mode. */
export interface Compiled {
  /** The code, strict, with its `sourceURL`. */
  code: string;
  /** Source map (JSON) from the code to the cell. */
  map: string;
}

/** Compiles a cell without problems; `constants` are the names that earlier cells declared by `const`. */
export async function compile({source}: Cell, {url, constants}: {url: string; constants: ReadonlySet<string>}): Promise<Compiled> {
  const syntax = parse(source);
  const text = rewrite(syntax, {constants});
  const {code, map} = await transform(
    `${text.toString()}\n//# sourceMappingURL=${text.generateMap({hires: true, source: url, includeContent: true}).toUrl()}`,
    {
      loader: syntax.language,
      sourcefile: url,
      sourcemap: "external",
      sourcesContent: false,
      target: `node${process.versions.node}`,
      tsconfigRaw: {compilerOptions: {useDefineForClassFields: true}},
      logLevel: "silent",
    },
  );
  // The directive gets a line of its own, and so does the map.
  return {code: `"use strict";\n${withoutVars(code)}\n//# sourceURL=${url}`, map: map.replace(/"mappings":\s*"/, "$&;")};
}

/** The names that a cell makes constant, and those that it makes variable. */
export function constancy({imports, declarations}: Cell): {constants: readonly string[]; variables: readonly string[]} {
  const values = declarations.filter(({value}) => value);
  const fixed = values.filter(({kind}) => kind === "const" || kind === "using").flatMap(({names}) => names);
  const imported = imports
    .flatMap((it) => [it.default, it.namespace, ...it.named.map(({local}) => local)])
    .filter((name) => name !== undefined);
  const variables = values.flatMap(({names}) => names).filter((name) => !fixed.includes(name));
  return {constants: [...fixed, ...imported], variables};
}

/** What the compiler declares itself (its helpers, namespaces) is a `var`; as that, V8 could never declare it again. */
function withoutVars(code: string): string {
  if (!/^var /m.test(code)) return code;
  const {body} = parseSync("cell.js", code, {sourceType: "module"}).program;
  const vars = body.filter((node) => node.type === "VariableDeclaration" && node.kind === "var");
  return vars.reduce((text, {start}) => `${text.slice(0, start)}let${text.slice(start + 3)}`, code);
}
