import {ancestors} from "../notebook/graph.js";
import {attend, leave} from "./attend.js";
import {compared} from "./compared.js";
import {placed, type Tested} from "./failure.js";
import type {TestRun} from "./test-run.js";
import {variables} from "./variables.js";

/** Has each test and each hook that prepares tests stand for its cell: it is skipped where a cell that it needs failed, and what it shows is held to what is stored. */
export function watchCells(suites: readonly Mocha.Suite[], {runs, ...tested}: Tested & {runs: Set<TestRun>}): void {
  const {suite, graph} = tested;
  const [numbers, failed] = [testsOf(suites, suite), new Set<number>()];
  const keepGoing = Boolean(process.env[variables.keepGoing]);
  const causeOf = (cell: number): number | undefined => {
    const needed = keepGoing || failed.size === 0 ? [] : [...ancestors(graph, cell)];
    return needed.filter((number) => failed.has(number)).sort((a, b) => a - b)[0];
  };
  for (const [runnable, cell] of [...numbers, ...setupsOf(suites, suite)]) {
    const fn = runnable.fn as (this: Mocha.Context) => unknown;
    const isHook = runnable.type === "hook";
    runnable.fn = async function (this: Mocha.Context) {
      const cause = causeOf(cell);
      if (cause !== undefined) {
        if (!isHook) runnable.title += ` (skipped because of cell ${cause})`;
        this.skip();
      }
      const name = `the test "${runnable.titlePath().join(" › ")}" (cell ${cell})`;
      const work = () => compared(() => fn.call(this), {cell, ...tested});
      try {
        await attend(work, {cell, limit: runnable.timeout(), name, runs});
      } catch (error) {
        if (isHook) failed.add(cell);
        throw isHook ? placed(error, {cell, tested}) : error;
      }
    };
  }
  for (const one of suites)
    one.afterEach("note the cells that failed", function () {
      const number = numbers.get(this.currentTest!);
      if (number !== undefined && this.currentTest?.state === "failed") failed.add(number);
      for (const run of runs) if (run.cell === number && !run.over) leave(run);
    });
}

/** The tests that are run, each with the number of its cell. */
export function testsOf(suites: readonly Mocha.Suite[], {tests}: Tested["suite"]): Map<Mocha.Test, number> {
  const places = tests.filter(({setup}) => !setup);
  const pairs = suites.flatMap(testsIn).map((test, index) => ({test, place: places[index]}));
  return new Map(pairs.flatMap(({test, place}) => (test.fn && place?.titles.at(-1) === test.title ? [[test, place.number]] : [])));
}

/** The hooks of cells that prepare tests, each with the number of its cell. */
function setupsOf(suites: readonly Mocha.Suite[], {tests}: Tested["suite"]): Map<Mocha.Hook, number> {
  const places = tests.filter(({setup}) => setup);
  const found = new Map<Mocha.Hook, number>();
  for (const hook of suites.flatMap(hooksIn)) {
    const next = places[found.size];
    if (next && hook.title.endsWith(`: ${next.titles.at(-1)}`)) found.set(hook, next.number);
  }
  return found;
}

const hooksIn = (suite: Mocha.Suite): Mocha.Hook[] => [...hooksOf(suite), ...suite.suites.flatMap(hooksIn)];

/** What a suite runs before its tests; mocha has no name for it that everybody may use. */
export const hooksOf = (suite: Mocha.Suite): Mocha.Hook[] => (suite as unknown as {_beforeAll: Mocha.Hook[]})._beforeAll;

const testsIn = (suite: Mocha.Suite): Mocha.Test[] => [...suite.tests, ...suite.suites.flatMap(testsIn)];
