import {spawn} from "node:child_process";
import {existsSync, readFileSync} from "node:fs";
import {createRequire} from "node:module";
import {dirname, isAbsolute, join, resolve} from "node:path";
import {compiler} from "./compiler.js";
import {nodeTypes, ownPaths} from "./packages.js";
import {connect} from "./rpc.js";

/** Compiler options as the compiler itself reads them; what is a word in tsconfig.json is a number here. */
interface Options {
  target?: number;
  jsx?: number;
  paths?: Record<string, string[]>;
  pathsBasePath?: string;
  baseUrl?: string;
  customConditions?: string[];
  [name: string]: unknown;
}

/** How cells are checked. */
export interface Config {
  /** Path of the configuration, which is nowhere on disk. */
  file: string;
  /** Its content. */
  text: string;
  /** Options with which a program of the same cells loads nothing else. */
  light: object;
  /** The files on disk that it was made from. */
  sources: readonly string[];
  /** How modules are found, by pattern: absolute paths. */
  paths: Readonly<Record<string, readonly string[]>>;
  /** Whether a type that is any by default is an error. */
  noImplicitAny: boolean;
}

/** Name of the configuration, in the folder of tsconfig.json. */
export const configName = ".ddx-tsconfig.json";

/** What makes sense for cells only in one way, whatever tsconfig.json says. */
const forced = {
  module: "preserve",
  moduleResolution: "bundler",
  moduleDetection: "force",
  allowImportingTsExtensions: true,
  resolveJsonModule: true,
  esModuleInterop: true,
  allowSyntheticDefaultImports: true,
  skipLibCheck: true,
  noEmit: true,
  noCheck: false,
  composite: false,
  incremental: false,
  declaration: false,
  declarationMap: false,
  emitDeclarationOnly: false,
  isolatedModules: false,
  isolatedDeclarations: false,
  verbatimModuleSyntax: false,
  noUnusedLocals: false,
  noUnusedParameters: false,
  allowUnreachableCode: true,
  allowUnusedLabels: true,
  checkJs: false,
  rootDir: null,
  outDir: null,
  declarationDir: null,
  tsBuildInfoFile: null,
  baseUrl: null,
};

/** What holds where there is no tsconfig.json; without `noImplicitAny`, which is not reported, nothing could be put into a `const list = []`. */
const defaults = {strict: true, noImplicitAny: true, target: "esnext", lib: ["esnext", "dom", "dom.iterable"], jsx: "react", allowJs: true};

const es2017 = 4;

/** The path of tsconfig.json in a folder or the nearest one above it. */
export function findConfig(from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const file = join(folder, "tsconfig.json");
    if (existsSync(file)) return file;
    if (dirname(folder) === folder) return undefined;
  }
}

/** Makes the configuration for a folder whose program begins at `roots`; a new version has modules looked for anew. */
export async function makeConfig(cwd: string, {roots, version}: {roots: readonly string[]; version: number}): Promise<Config> {
  const found = findConfig(cwd);
  const options = found === undefined ? {} : await readOptions(found);
  const file = join(found === undefined ? cwd : dirname(found), configName);
  const paths = {...ownPaths(cwd), ...absolutePaths(options)};
  const node = nodeTypes(cwd);
  const compilerOptions = {
    ...(found === undefined ? defaults : adapted(options)),
    ...forced,
    paths,
    customConditions: [...new Set([...(options.customConditions ?? []), "node"])],
  };
  // The configuration is a file of its own program, or else the server would make a second program for it.
  const files = [file, ...roots, ...(node === undefined ? [] : [join(node, "index.d.ts")])];
  const content = {...(found !== undefined && {extends: found}), compilerOptions, files, include: [], references: [], version};
  const light = {...forced, noLib: true, noResolve: true, types: []};
  const sources = found === undefined ? [join(cwd, "tsconfig.json")] : chain(found);
  const noImplicitAny = found !== undefined && (options.noImplicitAny ?? options.strict ?? true) === true;
  return {file, text: JSON.stringify(content), light, sources, paths, noImplicitAny};
}

/** Top-level await needs a language that has async functions. */
function adapted({target = es2017, jsx}: Options): object {
  return {...(target < es2017 && {target: "es2017"}), ...(jsx === undefined && {jsx: defaults.jsx})};
}

function absolutePaths({paths = {}, pathsBasePath = "/", baseUrl}: Options): Record<string, string[]> {
  const all = baseUrl === undefined ? paths : {"*": [`${baseUrl}/*`], ...paths};
  return Object.fromEntries(Object.entries(all).map(([name, list]) => [name, list.map((path) => resolve(baseUrl ?? pathsBasePath, path))]));
}

/** Has the compiler read a configuration with all that it extends; nothing when it cannot. */
async function readOptions(file: string): Promise<Options> {
  const program = compiler();
  if (program === undefined) return {};
  const child = spawn(program, ["--api", "--async", "--cwd", dirname(file)], {stdio: ["pipe", "pipe", "ignore"]});
  child.on("error", () => undefined);
  const connection = connect({input: child.stdin, output: child.stdout});
  try {
    await connection.request("initialize", null);
    const parsed = (await connection.request("parseConfigFile", {file})) as {options: Options} | undefined;
    return parsed?.options ?? {};
  } catch {
    return {};
  } finally {
    child.stdin.end();
  }
}

/** A configuration and those that it extends. */
function chain(file: string, seen: string[] = []): string[] {
  if (seen.includes(file) || !existsSync(file)) return seen;
  seen.push(file);
  const [, list = ""] = /"extends"\s*:\s*(\[[^\]]*\]|"[^"]*")/.exec(readFileSync(file, "utf8")) ?? [];
  for (const [, name] of list.matchAll(/"([^"]+)"/g)) for (const next of extended(name!, file)) chain(next, seen);
  return seen;
}

function extended(name: string, from: string): string[] {
  if (name.startsWith(".") || isAbsolute(name)) return [resolve(dirname(from), name), resolve(dirname(from), `${name}.json`)];
  try {
    return [createRequire(from).resolve(name)];
  } catch {
    return [];
  }
}
