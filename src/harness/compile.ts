import {SourceMap, type SourceMapPayload} from "node:module";
import {transform, type Message, type TransformFailure} from "esbuild";
import type {Suite} from "../notebook/extract.js";
import type {Lookup} from "../notebook/imports.js";

/** A suite as JavaScript. */
export interface Module {
  /** The code of an ES module. */
  code: string;
  /** Source map (JSON) from the code down to the cells, named `#cell1`, `#cell2`, … */
  map: string;
}

/** Strips the types of a suite; what it imports from CommonJS modules is looked up as the notebook kernel does. One that cannot be compiled throws when it is loaded. */
export async function compileSuite(suite: Suite, {path}: {path: string}): Promise<Module> {
  try {
    return await strip(suite, path);
  } catch (error) {
    const [first] = (error as TransformFailure).errors ?? [];
    if (!first) throw error;
    return {
      code: `const error = new SyntaxError(${JSON.stringify(first.text)});\nerror.stack = ${JSON.stringify(stackOf(first, {suite, path}))};\nthrow error;\n`,
      map: emptyMap,
    };
  }
}

const emptyMap = JSON.stringify({version: 3, sources: [], names: [], mappings: ""});

/** A stack that names the cell that the compiler objects to. */
function stackOf({text, location}: Message, {suite, path}: {suite: Suite; path: string}): string {
  const entry = mapOf(suite).findEntry((location?.line ?? 1) - 1, location?.column ?? 0);
  if (!("originalSource" in entry)) return `SyntaxError: ${text}`;
  return `SyntaxError: ${text}\n    at ${path}${entry.originalSource.replace("#", "?")}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
}

/** The map from a suite's code to its cells. */
export function mapOf({map}: Pick<Suite, "map">): SourceMap {
  const json = Buffer.from(map.slice(map.indexOf(",") + 1), "base64").toString();
  return new SourceMap(JSON.parse(json) as SourceMapPayload);
}

async function strip({code, map, language, imports, lookups}: Suite, path: string): Promise<Module> {
  const checked = lookups.reduce((text, lookup) => text.replaceAll(lookup.binding, () => look(lookup)), code);
  const compiled = await transform(`${checked}//# sourceMappingURL=${map}\n`, {
    loader: language,
    sourcefile: path,
    sourcemap: "external",
    sourcesContent: false,
    target: `node${process.versions.node}`,
    tsconfigRaw: {compilerOptions: {useDefineForClassFields: true}},
    logLevel: "silent",
  });
  // The compiler drops imports of which only types are used; in the notebook they are run all the same.
  const run = new Set(imports.filter(({value}) => value).map(({specifier}) => `import ${JSON.stringify(specifier)};`));
  return {code: `${lenient(compiled.code)}\n${[...run].join("")}`, map: compiled.map};
}

/** A binding inside a test as a look-up, which throws for a name that the module lacks. */
const look = ({binding, specifier, names}: Lookup): string =>
  binding.replace("await import(", () => `${exportsOf}(await import(`) + `, ${JSON.stringify({specifier, names})})`;

const exportsOf = 'globalThis[Symbol.for("ddx.exports")]';

const statement = /^import (?:(\w+|\$)(?:, )?)?(?:\{([^}]*)\} )?from ("(?:[^"\\]|\\.)*");$/gm;

/** Named imports as look-ups, on as many lines as they had. */
function lenient(code: string): string {
  let count = 0;
  return code.replace(statement, (whole: string, byDefault: string | undefined, named = "", specifier: string) => {
    if (!byDefault && !named) return whole;
    const pairs = (named as string)
      .split(",")
      .map((pair) => pair.trim().split(" as "))
      .filter(([name]) => name);
    const wanted = [...(byDefault ? [["default", byDefault]] : []), ...pairs];
    const pattern = wanted.map(([name, local = name]) => `${name}: ${local}`).join(", ");
    const names = JSON.stringify(wanted.map(([name]) => name));
    const module = `__ddx${++count}`;
    const looked = `${exportsOf}(${module}, {specifier: ${specifier}, names: ${names}})`;
    return `import * as ${module} from ${specifier}; const {${pattern}} = ${looked};${"\n".repeat(whole.split("\n").length - 1)}`;
  });
}
