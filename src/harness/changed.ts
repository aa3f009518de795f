import path from "node:path";
import type {Suite, TestPlace} from "../notebook/extract.js";
import {ancestors, type Graph} from "../notebook/graph.js";
import {codeCells} from "../notebook/notebook.js";
import {version} from "../version.js";
import {cacheFile, digest, readKeys, writeKeys} from "./cache.js";
import {cellTests, variables} from "./cells.js";
import type {Tested} from "./failure.js";
import {localFiles} from "./local-files.js";

/** Which cells of a notebook are tested, where only those count that changed since they passed. */
export interface Plan {
  /** The cells that run: those that changed, and those that they need. */
  runs: ReadonlySet<number>;
  /** What each test depends on, by its cell's number. */
  keys: ReadonlyMap<number, string>;
  /** The keys of the tests that passed before. */
  passed: ReadonlySet<string>;
  /** Where the keys are kept. */
  file: string;
}

/** Decides which cells have to run; undefined where all shall. */
export async function planChanges(tested: Tested, graph: Graph): Promise<Plan | undefined> {
  if (!process.env[variables.onlyChanged]) return undefined;
  const file = cacheFile(tested.notebook.path);
  const passed = await readKeys(file);
  const needed = new Map(testedCells(tested.suite).map((number) => [number, ancestors(graph, number)]));
  const keys = await keysOf(tested, needed);
  const fresh = (number: number) => !passed.has(keys.get(number) ?? "");
  const changed = [...keys.keys()].filter((number) => [number, ...needed.get(number)!].some((one) => keys.has(one) && fresh(one)));
  const runs = new Set(changed.flatMap((number) => [number, ...needed.get(number)!]));
  return {runs, keys, passed, file};
}

/** Whether a notebook has tests, and none has to run. */
export const isUnchanged = ({runs, keys}: Plan): boolean => keys.size > 0 && runs.size === 0;

/** Leaves out the tests that need not run, and notes which of the others pass. */
export function followPlan(suites: readonly Mocha.Suite[], {suite, plan: {runs, keys, passed, file}}: Tested & {plan: Plan}): void {
  const [numbers, states] = [new Map(cellTests(suites, suite)), new Map<number, boolean>()];
  for (const [test, number] of numbers) if (!runs.has(number)) Object.assign(test, {title: unchanged(test.title), pending: true});
  const kept = ([number, key]: [number, string]) => states.get(number) ?? passed.has(key);
  for (const one of suites) {
    one.afterEach("note the cells that passed", function () {
      const number = numbers.get(this.currentTest!);
      if (number !== undefined) states.set(number, this.currentTest?.state === "passed");
    });
    one.afterAll("keep what passed", () =>
      writeKeys(
        file,
        [...keys].filter(kept).map(([, key]) => key),
      ),
    );
  }
}

/** Forgets what passed of a notebook whose code cannot be loaded. */
export async function dropPlan(of: {plan?: Plan | undefined}): Promise<void> {
  if (of.plan) await writeKeys(of.plan.file, []);
  of.plan = undefined;
}

/** Defines the tests of a notebook in which nothing has to run, without its code. */
export function defineUnchanged(suite: Suite): void {
  const live = new Set(testedCells(suite));
  const define = (places: readonly TestPlace[], depth: number): void => {
    const below = places.filter(({titles}) => titles.length > depth + 1);
    for (const {titles, number} of places)
      if (titles.length === depth + 1) it(live.has(number) ? unchanged(titles[depth]!) : titles[depth]!);
    for (const title of new Set(below.map(({titles}) => titles[depth]!)))
      describe(title, () =>
        define(
          below.filter(({titles}) => titles[depth] === title),
          depth + 1,
        ),
      );
  };
  define(suite.tests, 0);
}

const unchanged = (title: string): string => `${title} (unchanged)`;

const testedCells = ({tests, parts}: Suite): number[] => {
  const skipped = parts.filter(({options}) => options.skip !== undefined).map(({cell}) => cell.number);
  return tests.map(({number}) => number).filter((number) => !skipped.includes(number));
};

/** Hashes of all that is known to decide whether a test passes; two cells of one content have two. */
async function keysOf({notebook, suite}: Tested, needed: ReadonlyMap<number, ReadonlySet<number>>): Promise<Map<number, string>> {
  const cells = codeCells(notebook);
  const folder = path.dirname(path.resolve(notebook.path));
  const files = await localFiles(
    cells.map(({source}) => source),
    {folder},
  );
  const mode = process.env[variables.outputs] ?? "normal";
  const common = [version, process.versions.node.split(".")[0], mode, files, sideEffects(suite)];
  const written = (number: number) => [cells[number - 1]?.source, cells[number - 1]?.tags];
  const seen = new Map<string, number>();
  const key = ([number, before]: [number, ReadonlySet<number>]): [number, string] => {
    const above = [...before].sort((a, b) => a - b).map(written);
    const hash = digest(JSON.stringify([common, written(number), cells[number - 1]?.outputs, above]));
    seen.set(hash, (seen.get(hash) ?? 0) + 1);
    return [number, `${hash}:${seen.get(hash)}`];
  };
  return new Map([...needed].map(key));
}

/** Modules that are imported for what they do, which no name leads to. */
const sideEffects = ({parts}: Suite): string[] =>
  parts.flatMap(({facts}) =>
    facts.imports
      .filter((one) => one.default === undefined && one.namespace === undefined && one.named.length === 0)
      .map(({specifier}) => specifier),
  );
