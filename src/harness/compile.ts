import {dirname, resolve} from "node:path";
import {SourceMap, type SourceMapPayload} from "node:module";
import {transform, type Message, type TransformFailure} from "esbuild";
import {emitOptions} from "../../kernel/tsconfig.js";
import type {Problem} from "../notebook/cell.js";
import type {Suite} from "../notebook/extract.js";
import type {Lookup} from "../notebook/imports.js";

/** A suite as JavaScript. */
export interface Module {
  /** The code of an ES module. */
  code: string;
  /** Source map (JSON) from the code down to the cells, named `#cell1`, `#cell2`, … */
  map: string;
}

/** A cell that the compiler refuses, and why. */
export interface Refusal {
  /** The code cell, from 1. */
  number: number;
  /** What is wrong with it. */
  problem: Problem;
}

/** Strips the types of a suite, or says which cell cannot be compiled; what it imports from CommonJS modules is looked up as the notebook kernel does. */
export async function compileSuite(suite: Suite, {path}: {path: string}): Promise<Module | Refusal> {
  try {
    return await strip(suite, path);
  } catch (error) {
    const [first] = (error as TransformFailure).errors ?? [];
    const refusal = first && refusalOf(first, suite);
    // A cell that is known to be refused throws, and nothing else is left of it to be compiled.
    if (!refusal || suite.parts.some(({cell, facts}) => cell.number === refusal.number && facts.problems.length > 0)) throw error;
    return refusal;
  }
}

function refusalOf({text, location}: Message, suite: Suite): Refusal | undefined {
  // The compiler counts bytes.
  const column = Buffer.from(location?.lineText ?? "")
    .subarray(0, location?.column)
    .toString().length;
  const entry = mapOf(suite).findEntry((location?.line ?? 1) - 1, column);
  const [, number] = ("originalSource" in entry && /^#cell(\d+)$/.exec(entry.originalSource)) || [];
  const part = suite.parts.find(({cell}) => cell.number === Number(number));
  if (!part || !("originalLine" in entry)) return undefined;
  const [line, lines] = [entry.originalLine + 1, part.cell.source.split("\n")];
  const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0) + entry.originalColumn;
  const place = {start, end: start + 1, line, column: entry.originalColumn + 1};
  return {number: part.cell.number, problem: {message: text, ...place, incomplete: false}};
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
    tsconfigRaw: emitOptions(dirname(resolve(path))),
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
