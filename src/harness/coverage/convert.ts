import {readdir, readFile} from "node:fs/promises";
import path from "node:path";
import {fileURLToPath} from "node:url";
import convert from "ast-v8-to-istanbul";
import coverage, {type CoverageMap} from "istanbul-lib-coverage";
import {parseSync} from "oxc-parser";
import type {Script} from "./collect.js";
import {scaffold} from "./scaffold.js";

/** Reads what processes wrote into a folder as Istanbul's coverage of source files, cells among them. */
export async function readCoverage(folder: string): Promise<CoverageMap> {
  const map = coverage.createCoverageMap();
  for (const name of await readdir(folder)) {
    const scripts = JSON.parse(await readFile(path.join(folder, name), "utf8")) as Script[];
    for (const script of scripts) map.merge(await coverageOf(script));
  }
  return map;
}

/** What ran of a script, by the files that its source map leads to. */
export async function coverageOf({url, code, functions}: Script): Promise<Parameters<CoverageMap["merge"]>[0]> {
  const {program} = parseSync(fileURLToPath(url), code, {sourceType: "unambiguous", preserveParens: false, lang: "js"});
  const ignored = scaffold(program);
  const sourceMap = mapIn(code);
  return convert({
    ast: program as never,
    code,
    coverage: {url, functions},
    ...(sourceMap && {sourceMap: sourceMap as never}),
    ignoreNode: (node) => ignored.has(node),
  }) as never;
}

/** The map at a script's end: what a cell holds may look like one. */
function mapIn(code: string): object | undefined {
  const [, data] = /\/\/# sourceMappingURL=data:application\/json;(?:charset=utf-8;)?base64,([\w+/=]+)\s*$/.exec(code) ?? [];
  return data === undefined ? undefined : (JSON.parse(Buffer.from(data, "base64").toString("utf8")) as object);
}
