import {basename, join} from "node:path";
import {tooDeep} from "../src/notebook/parse.js";
import {configName, makeConfig, type Config} from "./language/config.js";
import {completionsOf, signatureIn, wanted, type Completion, type Item} from "./language/completions.js";
import {watchDisk} from "./language/disk.js";
import {givenDeclarations} from "./language/given.js";
import {hoverOf, type Hover, type Info} from "./language/hovers.js";
import {add, append, emptyNotebook, type Module, type Notebook} from "./language/notebook.js";
import {findPackage} from "./language/packages.js";
import {problemsOf, type Diagnostic, type TypeProblem} from "./language/problems.js";
import {read, type Reading} from "./language/read.js";
import {Server} from "./language/server.js";
import {linesOf, positionAt, type Spot} from "./language/spots.js";
import {emptyModule, moduleText, placed, placedModule, scopeName, scopeText, type Placed} from "./language/texts.js";

export type {Completion, Hover, TypeProblem};

/** What knows the types of a notebook's cells; it never rejects, and answers nothing when there is no compiler. */
export interface Language {
  /** The type errors of a cell as it would run behind those that ran; none for a cell that cannot be read. */
  check: (source: string) => Promise<readonly TypeProblem[]>;
  /** What fits at a UTF-16 offset. */
  complete: (source: string, offset: number) => Promise<readonly Completion[]>;
  /** What is known of the name at a UTF-16 offset. */
  hover: (source: string, offset: number) => Promise<Hover | undefined>;
  /** A cell ran, or its declarations came into being: later cells see its names, the latest declaration of a name wins. */
  commit: (cell: {number: number; source: string}) => Promise<void>;
  /** All variables are gone. */
  forget: () => void;
  /** Ends the compiler's process. */
  end: () => Promise<void>;
  /** The compiler's process, while there is one. */
  pid: () => number | undefined;
}

/** The same for notebooks whose cells are all known from the start. */
export interface WholeLanguage extends Language {
  /** The type errors to come of each cell, as `check` finds them behind the cells above, but that a name is known which only a later cell declares; what ran before is forgotten. */
  checkAll: (cells: readonly {number: number; source: string}[]) => readonly Promise<readonly TypeProblem[]>[];
}

interface State {
  cwd: string;
  server: Server;
  notebook: Notebook;
  config?: Config;
  versions: number;
  look: ReturnType<typeof watchDisk>;
}

/** Starts knowing the types of a folder's cells; the compiler is got ready behind the caller's back. */
export function startLanguage({cwd}: {cwd: string}): WholeLanguage {
  const state: State = {cwd, server: new Server({cwd, config: configName}), notebook: emptyNotebook(), versions: 0, look: watchDisk(cwd)};
  let ended = false;
  const inTurn = queue(() => ended);
  const asked = bounded(inTurn);
  void inTurn(() => prepare(state), undefined);
  return {
    check: (source) => inTurn(() => check(state, source), []),
    checkAll: (cells) => {
      const modules = inTurn(() => writeAll(state, cells), []);
      return cells.map((_, index) => inTurn(async () => checkModule(state, (await modules)[index]), []));
    },
    complete: (source, offset) => asked(() => complete(state, {source, offset}), []),
    hover: (source, offset) => asked(() => hover(state, {source, offset}), undefined),
    commit: (cell) => inTurn(() => commit(state, cell), undefined),
    forget: () => void inTurn(() => forget(state), undefined),
    end: () => {
      ended = true;
      return state.server.end();
    },
    pid: () => state.server.pid,
  };
}

/** How many questions may wait before the next one has its answer from the live values alone: a person asks one at a time. */
const most = 100;

type InTurn = <T>(work: () => Promise<T>, otherwise: T) => Promise<T>;

/** Does one thing after the other, since they all write to the same modules; what fails, or comes to its turn behind the end, gives its default. */
function queue(isEnded: () => boolean): InTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (work, otherwise) => {
    const next = last.then(() => (isEnded() ? otherwise : work())).catch(() => otherwise);
    last = next;
    return next;
  };
}

/** The same, but where too many wait the default is given at once. */
function bounded(inTurn: InTurn): InTurn {
  let waiting = 0;
  return (work, otherwise) => {
    if (waiting >= most) return Promise.resolve(otherwise);
    waiting++;
    return inTurn(work, otherwise).finally(() => waiting--);
  };
}

async function prepare(state: State): Promise<void> {
  const {cwd, server, notebook} = state;
  await configure(state);
  for (const name of [...notebook.files, nowName("ts"), nowName("tsx")]) server.write(join(cwd, name), emptyModule);
  server.write(join(cwd, scopeName), scopeText(notebook));
  await server.ask("textDocument/diagnostic", {file: join(cwd, nowName("tsx"))});
}

/** Reads the configuration, for the first time or anew. */
async function configure(state: State): Promise<void> {
  const {cwd, server} = state;
  const roots = [givenName, scopeName, nowName("tsx"), nowName("ts")].map((name) => join(cwd, name));
  const config = await makeConfig(cwd, {roots, version: ++state.versions});
  state.config = config;
  // What it was made from is known as it is now.
  state.look({texts: [], ...config});
  server.configure(config);
  server.write(join(cwd, givenName), givenDeclarations({tslab: findPackage("tslab", cwd) === undefined}));
}

/** Tells the compiler what changed on disk. */
async function refresh(state: State, source: string): Promise<void> {
  const {server, notebook, config, look} = state;
  const texts = [source, ...Array.from(notebook.modules.values(), ({reading}) => reading.source)];
  const news = look({texts, paths: config?.paths ?? {}, sources: config?.sources ?? []});
  server.touch(news.changes);
  if (news.configured) await configure(state);
  if (news.replaced) server.restart();
}

async function check(state: State, source: string): Promise<readonly TypeProblem[]> {
  const reading = read(source);
  if (!reading.uses) return [];
  await refresh(state, source);
  return problemsIn(state, put(state, reading));
}

async function problemsIn(state: State, {file, spot}: {file: string; spot: Spot}): Promise<readonly TypeProblem[]> {
  const report = await state.server.ask<{items: readonly Diagnostic[]}>("textDocument/diagnostic", {file});
  return problemsOf(report?.items ?? [], {spot, notebook: state.notebook, noImplicitAny: state.config?.noImplicitAny ?? false});
}

/** Writes all cells at once, as the compiler reads everything again with each cell that it is given; undefined for those that cannot be read. */
async function writeAll(state: State, cells: readonly {number: number; source: string}[]): Promise<(Module | undefined)[]> {
  const notebook = (state.notebook = {...emptyNotebook(), files: state.notebook.files});
  const readings = cells.map(({number, source}) => ({number, reading: read(source)}));
  const modules = readings.map((cell) => (cell.reading.uses ? append(notebook, cell) : undefined));
  await refresh(state, "");
  for (const module of notebook.modules.values()) state.server.write(join(state.cwd, module.file), moduleText(module, notebook));
  // Last, as each file that is opened has the compiler read again all that leads to it.
  state.server.write(join(state.cwd, scopeName), scopeText(notebook));
  return modules;
}

async function checkModule(state: State, module: Module | undefined): Promise<readonly TypeProblem[]> {
  if (!module) return [];
  return problemsIn(state, {file: join(state.cwd, module.file), spot: spotOf(module.reading, placedModule(module, state.notebook))});
}

interface At {
  source: string;
  offset: number;
}

async function complete(state: State, {source, offset}: At): Promise<readonly Completion[]> {
  const reading = read(source, {offset});
  if (isTooDeep(reading)) return [];
  await refresh(state, source);
  const {file, spot} = put(state, reading);
  const position = positionAt(spot.lines, spot.before.length + offset);
  const list = await state.server.ask<{items: readonly Item[]}>("textDocument/completion", {file, position});
  const items = list?.items ?? [];
  const resolving = Promise.all(wanted(items, {spot, offset}).map((item) => state.server.resolve("completionItem/resolve", item)));
  // Signatures are an extra: a list must not wait for what the compiler has never looked at.
  const resolved = await Promise.race([resolving, new Promise<[]>((resolve) => setTimeout(() => resolve([]), patience).unref())]);
  const signatures = new Map(resolved.map((item) => [item?.label, signatureIn(item?.detail, item?.label ?? "")]));
  return completionsOf(items, {spot, offset, reading, notebook: state.notebook}).map((it) => {
    const signature = signatures.get(it.name);
    return signature === undefined ? it : {...it, signature};
  });
}

async function hover(state: State, {source, offset}: At): Promise<Hover | undefined> {
  const reading = read(source, {offset});
  if (isTooDeep(reading)) return undefined;
  await refresh(state, source);
  const {file, spot} = put(state, reading);
  const position = positionAt(spot.lines, spot.before.length + offset);
  return hoverOf(await state.server.ask<Info>("textDocument/hover", {file, position}), {spot, notebook: state.notebook});
}

/** The compiler takes seconds for what is nested that deep, or dies of it. */
const isTooDeep = ({facts}: Reading): boolean => facts.problems[0]?.message === tooDeep;

async function commit(state: State, {number, source}: {number: number; source: string}): Promise<void> {
  const {notebook, server, cwd} = state;
  const reading = read(source);
  if (!reading.uses) return;
  const files = notebook.files.length;
  const written = add(notebook, {number, reading});
  if (written.length === 0) return;
  const {file, spot} = at(state, read(""));
  // A file that nothing leads to when it is opened would get a program of its own.
  if (notebook.files.length > files) server.write(join(cwd, scopeName), scopeText(notebook));
  const texts = written.map((module) => [module.file, moduleText(module, notebook)] as const);
  await settle(state, [[basename(file), spot.lines.text], ...texts, [scopeName, scopeText(notebook)]]);
}

/** Writes one file after the other: the compiler is quick with a change of one file, but not with one of several. */
async function settle({server, cwd}: State, texts: readonly (readonly [name: string, text: string])[]): Promise<void> {
  for (const [name, text] of texts) {
    const file = join(cwd, name);
    if (server.write(file, text)) await server.ask("textDocument/foldingRange", {file});
  }
}

async function forget(state: State): Promise<void> {
  const {files} = state.notebook;
  state.notebook = {...emptyNotebook(), files};
  await settle(state, [[scopeName, scopeText(state.notebook)]]);
}

const patience = 30;
const givenName = ".ddx-given.d.ts";
const nowName = (ending: "tsx" | "ts"): string => `.ddx-now.${ending}`;

/** Makes a cell the one in work. */
function put(state: State, reading: Reading): {file: string; spot: Spot} {
  const place = at(state, reading);
  state.server.write(place.file, place.spot.lines.text);
  return place;
}

/** The module of a cell in work. */
const at = ({cwd, notebook}: State, reading: Reading): {file: string; spot: Spot} => ({
  file: join(cwd, nowName(reading.ending)),
  spot: spotOf(reading, placed(reading, notebook)),
});

const spotOf = ({source}: Reading, {before, behind}: Placed): Spot => ({before, behind, source, lines: linesOf(before + source + behind)});
