import type {TypeProblem} from "../../kernel/language.js";
import {problemsFailure} from "../../kernel/problems.js";
import {testsOf} from "./cells.js";
import {annotate, type Tested} from "./failure.js";
import {beginChecks, checkedCells, endChecks, type Checks} from "./type-checks.js";

/** Fails the test of each cell that has type errors and ran well otherwise; a checked cell without a test, which only imports or declares, gets one of its own. */
export function watchTypes(suites: readonly Mocha.Suite[], {folder, ...own}: Tested & {folder: string}): void {
  const wanted = new Set(checkedCells(own));
  const [top] = suites;
  if (!top?.parent || wanted.size === 0) return;
  const numbers = new Map([...testsOf(suites, own.suite)].filter(([, number]) => wanted.has(number)));
  const tested = new Set(numbers.values());
  const bare = [...wanted].filter((number) => !tested.has(number));
  for (const added of addTests(top, bare)) numbers.set(...added);
  let checks: Checks = new Map();
  top.beforeAll("begin to check the types", async () => void (checks = await beginChecks(own, {folder, wanted})));
  // Here, as the wait is no part of the time that the test takes or may take.
  top.beforeEach("wait for the types", async function () {
    this.timeout(0);
    await checks.get(numbers.get(this.currentTest!) ?? 0);
  });
  for (const [test, number] of numbers) {
    const {fn} = test;
    test.fn = async function (this: Mocha.Context) {
      await (fn as (this: Mocha.Context) => unknown).call(this);
      const problems = (await checks.get(number)) ?? [];
      if (problems.length > 0) throw typeError(problems, {number, own});
    };
  }
  top.parent.afterAll("end the compiler", endChecks);
}

/** Adds a test for each of these cells, to be run behind all others. */
function addTests(top: Mocha.Suite, numbers: readonly number[]): [Mocha.Test, number][] {
  if (numbers.length === 0) return [];
  const suite = describe("cells without a test", () => {
    for (const number of numbers) it(`types of cell ${number}`, () => undefined);
  });
  suite.parent?.suites.pop();
  top.addSuite(suite);
  return suite.tests.map((test, index) => [test, numbers[index]!]);
}

/** The type errors of a cell as what its test fails for, with the place of the first. */
function typeError(problems: readonly TypeProblem[], {number, own}: {number: number; own: Tested}): Error {
  const {name, message} = problemsFailure(problems, String(number));
  const error = Object.assign(new Error(message), {name, stack: `${name}: ${message}`});
  const [{line, column}] = problems as [TypeProblem];
  annotate(error, {place: {path: own.notebook.path, cell: number, line, column}, tested: [own]});
  return error;
}
