import type {Suite} from "../notebook/extract.js";
import {ancestors} from "../notebook/graph.js";
import {cacheFile, readKept, writeKept} from "./cache.js";
import {testsOf} from "./cells.js";
import {variables} from "./variables.js";
import type {Tested} from "./failure.js";
import {cellKeys} from "./keys.js";

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
export async function planChanges(tested: Tested): Promise<Plan | undefined> {
  if (!process.env[variables.onlyChanged]) return undefined;
  const file = cacheFile(tested.notebook.path, tested.notebook);
  const passed = new Set((await readKept(file)).passed);
  const setups = tested.suite.tests.filter(({setup}) => setup).map(({number}) => number);
  const before = (number: number) => new Set([...ancestors(tested.graph, number), ...setups.filter((one) => one < number)]);
  const needed = new Map(testedCells(tested.suite).map((number) => [number, before(number)]));
  const keys = await cellKeys(tested, needed);
  const fresh = (number: number) => !passed.has(keys.get(number) ?? "");
  const changed = [...keys.keys()].filter((number) => [number, ...needed.get(number)!].some((one) => keys.has(one) && fresh(one)));
  const runs = new Set(changed.flatMap((number) => [number, ...needed.get(number)!]));
  return {runs, keys, passed, file};
}

/** Whether a notebook has tests, and none has to run. */
export const isUnchanged = ({runs, keys}: Plan): boolean => keys.size > 0 && runs.size === 0;

/** Leaves out the tests that need not run, and notes which of the others pass; those of cells whose errors came late do not. */
export function followPlan(
  suites: readonly Mocha.Suite[],
  {suite, plan: {runs, keys, passed, file}, late}: Tested & {plan: Plan; late: () => ReadonlySet<number>},
): void {
  const [numbers, states] = [testsOf(suites, suite), new Map<number, boolean>()];
  for (const [test, number] of numbers) if (!runs.has(number)) Object.assign(test, {title: `${test.title} (unchanged)`, pending: true});
  const kept = ([number, key]: [number, string]) => !late().has(number) && (states.get(number) ?? passed.has(key));
  for (const one of suites) {
    one.afterEach("note the cells that passed", function () {
      const number = numbers.get(this.currentTest!);
      if (number !== undefined) states.set(number, this.currentTest?.state === "passed");
    });
    one.afterAll("keep what passed", () => writeKept(file, {passed: [...keys].filter(kept).map(([, key]) => key)}));
  }
}

/** Forgets what passed of a notebook of which a module cannot be imported. */
export async function dropPlan(of: {plan?: Plan | undefined}): Promise<void> {
  if (of.plan) await writeKept(of.plan.file, {passed: []});
  of.plan = undefined;
}

const testedCells = ({tests, parts}: Suite): number[] => {
  const skipped = parts.filter(({options}) => options.skip !== undefined).map(({cell}) => cell.number);
  return tests.filter(({number, setup}) => !setup && !skipped.includes(number)).map(({number}) => number);
};
