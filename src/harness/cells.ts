import {AssertionError} from "chai";
import {ancestors} from "../notebook/graph.js";
import {codeCells, type NotebookCell} from "../notebook/notebook.js";
import type {Tested} from "./failure.js";
import type {CompareOptions, Difference} from "./outputs/compare.js";
import {recording} from "./recording.js";
import {withStrayErrors} from "./stray.js";

/** How much of the stored outputs is compared. */
export type OutputMode = NonNullable<CompareOptions["mode"]>;

/** Variables of the environment that say how cells are tested, also to processes of their own. */
export const variables = {
  /** How much of the outputs is compared. */
  outputs: "DDX_OUTPUTS",
  /** Whether a cell is tested although one that it needs failed. */
  keepGoing: "DDX_KEEP_GOING",
  /** Whether no types are checked. */
  noTypes: "DDX_NO_TYPES",
  /** Whether only cells are tested that changed since they passed. */
  onlyChanged: "DDX_ONLY_CHANGED",
  /** The values of parameters, as JSON. */
  params: "DDX_PARAMS",
} as const;

/** Has each test stand for its cell: it is skipped where a cell that it needs failed, and what it shows is held to what is stored. */
export function watchCells(suites: readonly Mocha.Suite[], {notebook, suite, graph}: Tested): void {
  const cells = codeCells(notebook);
  const [numbers, failed] = [testsOf(suites, suite), new Set<number>()];
  const keepGoing = Boolean(process.env[variables.keepGoing]);
  for (const [test, cell] of numbers) {
    const {fn} = test;
    test.fn = function (this: Mocha.Context) {
      const needed = keepGoing || failed.size === 0 ? [] : [...ancestors(graph, cell)];
      const cause = needed.filter((number) => failed.has(number)).sort((a, b) => a - b)[0];
      if (cause === undefined) {
        const run = () => (fn as (this: Mocha.Context) => unknown).call(this);
        return compared(() => withStrayErrors(run), {cell: cells[cell - 1]!, suite});
      }
      test.title += ` (skipped because of cell ${cause})`;
      this.skip();
    };
  }
  for (const one of suites)
    one.afterEach("note the cells that failed", function () {
      const number = numbers.get(this.currentTest!);
      if (number !== undefined && this.currentTest?.state === "failed") failed.add(number);
    });
}

/** The tests that are run, each with the number of its cell. */
export function testsOf(suites: readonly Mocha.Suite[], {tests}: Tested["suite"]): Map<Mocha.Test, number> {
  const pairs = suites.flatMap(testsIn).map((test, index) => ({test, place: tests[index]}));
  return new Map(pairs.flatMap(({test, place}) => (test.fn && place?.titles.at(-1) === test.title ? [[test, place.number]] : [])));
}

const testsIn = (suite: Mocha.Suite): Mocha.Test[] => [...suite.tests, ...suite.suites.flatMap(testsIn)];

const modeOf = (text: string | undefined): OutputMode => (text === "lax" || text === "strict" ? text : "normal");

/** Runs a cell's test, and then holds what it showed to what is stored. */
async function compared(run: () => unknown, {cell, suite: {parts}}: {cell: NotebookCell; suite: Tested["suite"]}): Promise<void> {
  const options = parts.find((part) => part.cell.number === cell.number)?.options;
  const mode = modeOf(process.env[variables.outputs]);
  if (mode === "lax" || cell.outputs.length === 0 || !options || options.ignoreOutput || options.raises !== undefined)
    return void (await run());
  const fresh = await recording(run, {streams: mode === "strict"});
  const {compareOutputs} = await import("./outputs/compare.js");
  const {tolerance} = options;
  const differences = compareOutputs({stored: cell.outputs, fresh}, {mode, ...(tolerance !== undefined && {tolerance})});
  if (differences.length > 0) throw disagreement(differences);
}

/** The differences as a failed assertion, which mocha shows side by side. */
function disagreement(differences: readonly Difference[]): Error {
  const places = differences.map(({where}) => where).join("; ");
  const side = (key: "stored" | "fresh") => differences.map((one) => `${one.where}: ${one[key]}`).join("\n");
  const message = `expected what is stored below the cell, got something else: ${places} (ddx run -o writes it anew; //| tol, //| ignore-output and --lax allow for it)`;
  return new AssertionError(message, {actual: side("fresh"), expected: side("stored"), showDiff: true});
}
