import {ancestors} from "../notebook/graph.js";
import {attend, leave} from "./attend.js";
import {comparing} from "./compared.js";
import {placed, type Tested} from "./failure.js";
import type {TestRun} from "./test-run.js";
import {variables} from "./variables.js";

/** Has each test and each hook that prepares tests stand for its cell: it is skipped where a cell that it needs failed, one that mocha's `--grep` or `.only` left out is run before it, and what it shows is held to what is stored. */
export function watchCells(suites: readonly Mocha.Suite[], {runs, ...tested}: Tested & {runs: TestRun[]}): void {
  const {suite, graph} = tested;
  const [numbers, failed, begun] = [testsOf(suites, suite), new Set<number>(), new Set<number>()];
  const keepGoing = Boolean(process.env[variables.keepGoing]);
  const causeOf = (cell: number): number | undefined => {
    const needed = keepGoing || failed.size === 0 ? [] : [...ancestors(graph, cell)];
    return needed.filter((number) => failed.has(number)).sort((a, b) => a - b)[0];
  };
  const compared = comparing(tested);
  const cells = [...numbers, ...setupsOf(suites, suite)].map(([runnable, cell]) => {
    const fn = runnable.fn as (this: Mocha.Context) => unknown;
    const run = (context: Mocha.Context, limit = runnable.timeout()) => {
      begun.add(cell);
      const name = `the test "${runnable.titlePath().join(" › ")}" (cell ${cell})`;
      return attend(() => compared(() => fn.call(context), cell), {cell, limit, name, runs});
    };
    return {runnable, cell, run};
  });
  const leftOut = (cell: number) => {
    const needed = [...ancestors(graph, cell)].filter((number) => !begun.has(number));
    return needed.length === 0 ? [] : cells.filter((one) => needed.includes(one.cell) && !one.runnable.isPending());
  };
  for (const {runnable, cell, run} of cells) {
    const isHook = runnable.type === "hook";
    const blamed = async (number: number, work: () => Promise<void>) => {
      try {
        await work();
      } catch (error) {
        failed.add(number);
        throw placed(error, {cell: number, tested});
      }
    };
    runnable.fn = async function (this: Mocha.Context) {
      const cause = causeOf(cell);
      if (cause !== undefined) {
        begun.add(cell);
        if (!isHook) runnable.title += ` (skipped because of cell ${cause})`;
        this.skip();
      }
      const [limit, begin] = [runnable.timeout(), performance.now()];
      // Each has a time of its own; mocha counts from where the first began.
      const allow = (own: number) => void runnable.timeout(own && own + Math.ceil(performance.now() - begin));
      for (const before of leftOut(cell)) {
        allow(before.runnable.timeout());
        await blamed(before.cell, () => before.run(this));
        allow(limit);
      }
      await (isHook ? blamed(cell, () => run(this, limit)) : run(this, limit));
    };
  }
  let left = 0;
  for (const one of suites)
    one.afterEach("note the cells that failed", function () {
      const number = numbers.get(this.currentTest!);
      if (number !== undefined && this.currentTest?.state === "failed") failed.add(number);
      for (const run of runs.slice(left)) {
        if (run.over) continue;
        leave(run);
        failed.add(run.cell);
      }
      left = runs.length;
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
