import {existsSync, readFileSync, realpathSync} from "node:fs";
import {createRequire} from "node:module";
import {dirname, join} from "node:path";
import {fileURLToPath, pathToFileURL} from "node:url";
import {moduleResolve} from "import-meta-resolve";

interface Manifest {
  name: string;
  exports?: Record<string, unknown> | string;
  dependencies: Record<string, string>;
}

// Links are resolved here as the compiler resolves them, or it would take a package that it comes to by two ways for two.
const own = realpathSync(dirname(createRequire(import.meta.url).resolve("ddx/package.json")));

/** The folder of an installed package as seen from a folder. */
export function findPackage(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const found = join(folder, "node_modules", name);
    if (existsSync(join(found, "package.json"))) return found;
    if (dirname(folder) === folder) return undefined;
  }
}

/** Where modules of ddx and of what it depends on are, for those packages that cannot be seen from the folder: entries of `paths`. */
export function ownPaths(cwd: string): Record<string, string[]> {
  const {name, dependencies} = manifestOf(own);
  const missing = Object.keys(dependencies).filter((dependency) => findPackage(dependency, cwd) === undefined);
  const paths = missing.flatMap((dependency) => pathsOf(findPackage(dependency, own), dependency));
  return Object.fromEntries([...(findPackage(name, cwd) === undefined ? pathsOf(own, name) : []), ...paths]);
}

/** The package with Node's types: those that the folder has, else ours. */
export function nodeTypes(cwd: string): string | undefined {
  const found = findPackage("@types/node", cwd) ?? findPackage("@types/node", own);
  return found === undefined ? undefined : realpathSync(found);
}

function pathsOf(found: string | undefined, name: string): [string, string[]][] {
  if (found === undefined) return [];
  const folder = realpathSync(found);
  const types = findPackage(`@types/${name.replace(/^@/, "").replace("/", "__")}`, own);
  const also = (end: string) => (types === undefined ? [] : [types + end]);
  const {exports} = manifestOf(folder);
  if (typeof exports !== "object")
    return [
      [name, [folder, ...also("")]],
      [`${name}/*`, [`${folder}/*`, ...also("/*")]],
    ];
  const keys = Object.keys(exports).some((key) => key.startsWith(".")) ? Object.keys(exports) : ["."];
  return keys
    .filter((key) => !/\*|\/$/.test(key))
    .map((key) => {
      const specifier = name + key.slice(1);
      return [specifier, [...typesOf(specifier, folder), ...also(key.slice(1))]];
    });
}

function typesOf(specifier: string, folder: string): string[] {
  try {
    const from = pathToFileURL(join(folder, "package.json"));
    return [fileURLToPath(moduleResolve(specifier, from, new Set(["types", "import", "node"]), true))];
  } catch {
    return [];
  }
}

const manifestOf = (folder: string): Manifest => JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
