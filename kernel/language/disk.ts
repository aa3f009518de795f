import {readFileSync, statSync} from "node:fs";
import {dirname, join, resolve} from "node:path";
import {fileURLToPath} from "node:url";
import {packageName, plainSpecifier} from "../../src/notebook/specifiers.js";
import {findPackage} from "./packages.js";
import type {Change} from "./server.js";

/** What changed on disk since the last look. */
export interface News {
  /** Local modules, and package.json of the folder. */
  changes: readonly Change[];
  /** Whether tsconfig.json or one that it extends changed, or a package came or went. */
  configured: boolean;
  /** Whether a package became another version: the compiler reads it only once. */
  replaced: boolean;
}

/** What is looked at. */
export interface Sight {
  /** Texts of cells. */
  texts: Iterable<string>;
  /** How modules are found, by pattern. */
  paths: Readonly<Record<string, readonly string[]>>;
  /** Files that the configuration was made from. */
  sources: readonly string[];
}

/** What was seen at the last look. */
interface Memory {
  /** Times of change; 0 for a file that was not there. */
  times: Map<string, number>;
  /** What local modules import. */
  imports: Map<string, readonly string[]>;
  /** Where packages were, or would be. */
  places: Map<string, string>;
}

/** Looks at the files that cells import, directly or through local modules, by their times of change. */
export function watchDisk(cwd: string): (sight: Sight) => News {
  const memory: Memory = {times: new Map(), imports: new Map(), places: new Map()};
  return ({texts, paths, sources}) => {
    const {files, packages} = {files: new Map<string, Change[]>(), packages: new Set<string>()};
    const follow = (specifiers: readonly string[], from: string): void => {
      for (const specifier of specifiers) {
        const found = candidates(specifier, {from, paths});
        if (found.length === 0) packages.add(packageName(plainSpecifier(specifier)));
        for (const file of found.filter((file) => !files.has(file))) {
          files.set(file, look(memory, file));
          follow(memory.imports.get(file) ?? [], dirname(file));
        }
      }
    };
    for (const text of texts) follow(specifiersOf(text), cwd);
    const local = [...files.values()].flat().concat(look(memory, join(cwd, "package.json")));
    const configuration = sources.flatMap((file) => look(memory, file));
    const installed = [...packages].flatMap((name) => lookForPackage(memory, {name, cwd}));
    return {
      changes: [...local, ...configuration, ...installed],
      configured: configuration.length > 0 || installed.some(({type}) => type !== "changed"),
      replaced: installed.some(({type}) => type !== "created"),
    };
  };
}

function look({times, imports}: Memory, file: string): Change[] {
  const [now, last] = [timeOf(file), times.get(file)];
  if (now === last) return [];
  times.set(file, now);
  imports.set(file, now === 0 ? [] : specifiersOf(read(file)));
  return last === undefined ? [] : [{file, type: last === 0 ? "created" : now === 0 ? "deleted" : "changed"}];
}

/** One that was missing may have been installed in a folder above. */
function lookForPackage(memory: Memory, {name, cwd}: {name: string; cwd: string}): Change[] {
  const [before, file] = [memory.places.get(name), manifestPath(name, cwd)];
  memory.places.set(name, file);
  return before === undefined || before === file ? look(memory, file) : [...look(memory, file), {file, type: "created"}];
}

/** A package that is not there is looked for where it would be installed. */
const manifestPath = (name: string, cwd: string): string => join(findPackage(name, cwd) ?? join(cwd, "node_modules", name), "package.json");

function timeOf(file: string): number {
  try {
    const stats = statSync(file, {throwIfNoEntry: false});
    return stats?.isFile() ? stats.mtimeMs : 0;
  } catch {
    return 0;
  }
}

function read(file: string): string {
  try {
    return /\.(json|node|wasm)$/.test(file) ? "" : readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** What a text seems to import: one name too many does no harm. */
function specifiersOf(text: string): string[] {
  return Array.from(text.matchAll(/\b(?:from|import|require)\s*(?:\(\s*)?(["'`])([^"'`\n]+)\1/g), ([, , name]) => name!);
}

/** The files that a local module may be; none for a package. */
function candidates(specifier: string, {from, paths}: {from: string; paths: Sight["paths"]}): string[] {
  if (specifier.startsWith("file:")) return endings(fileURLToPath(specifier));
  if (/^\.{0,2}\//.test(specifier)) return endings(resolve(from, specifier));
  return Object.entries(paths).flatMap(([pattern, targets]) => {
    const star = matchOf(specifier, pattern);
    const local = targets.filter((target) => !target.includes("/node_modules/"));
    return star === undefined ? [] : local.flatMap((target) => endings(target.replace("*", star)));
  });
}

function matchOf(specifier: string, pattern: string): string | undefined {
  const [start, end] = pattern.split("*") as [string, string?];
  if (end === undefined) return specifier === pattern ? "" : undefined;
  return specifier.startsWith(start) && specifier.endsWith(end) ? specifier.slice(start.length, specifier.length - end.length) : undefined;
}

const endings = (path: string): string[] => [
  path,
  ...[".ts", ".tsx", ".d.ts"].map((end) => path.replace(/\.[cm]?jsx?$/, "") + end),
  ...[".js", ".mts", ".mjs", ".json", "/index.ts", "/index.tsx", "/index.js", "/package.json"].map((end) => path + end),
];
