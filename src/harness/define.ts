import path from "node:path";
import {fileURLToPath} from "node:url";
import type {Notebook} from "../notebook/notebook.js";
import type {Values} from "../notebook/params.js";
import {suiteTitle} from "../notebook/sections.js";
import {hooksOf, watchCells} from "./cells.js";
import {followPlan} from "./changed.js";
import {keepCoverage} from "./coverage/collect.js";
import {watchClock} from "./deadline.js";
import {defined, placeFailure, type Defined} from "./defined.js";
import {lateErrors} from "./late-errors.js";
import {loadSuite} from "./load.js";
import {testedSets} from "./parameters.js";
import {cellTimeout, type TestRun} from "./test-run.js";
import {watchTypes} from "./types.js";
import {variables} from "./variables.js";

/** Defines a notebook's tests, as mocha loads it, for each set of its parameters; they run in the notebook's folder, as in the kernel. One that cannot be loaded has one test, which fails for that reason. */
export async function defineNotebook(url: string): Promise<void> {
  const name = path.relative(process.cwd(), fileURLToPath(url));
  try {
    const notebook = await defined.read(name);
    for (const [index, values] of testedSets(notebook).entries())
      await defineSet(notebook, {values, url: `${url}.js${index === 0 ? "" : `?set=${index}`}`});
  } catch (error) {
    refuse(error, name);
  }
}

async function defineSet(notebook: Notebook, {values, url}: {values: Values; url: string}): Promise<void> {
  const [root, folder] = [rootSuite(), path.dirname(path.resolve(notebook.path))];
  const before = root.suites.length;
  const timeout = cellTimeout(root.timeout());
  const forget = () => void root.suites.splice(before);
  const ended = watchExit();
  watchClock();
  let own: Defined | undefined;
  try {
    ended.running = `the notebook ${notebook.path}`;
    own = await loadSuite(notebook, {values, url, timeout, forget});
    if (own) watchTypes(root.suites.slice(before), {...own, folder});
  } catch (error) {
    forget();
    refuse(error, notebook.path);
  } finally {
    ended.running = undefined;
  }
  countCells(root.suites.at(-1));
  if (own) watchSuites(root.suites.slice(before), {own, folder, ended});
}

/** Has a notebook's tests run in its folder, cell by cell, with all that they throw late. */
function watchSuites(suites: readonly Mocha.Suite[], {own, folder, ended}: {own: Defined; folder: string; ended: Ended}): void {
  const [runs, home] = [[] as TestRun[], process.cwd()];
  const late = lateErrors(runs, own);
  watchCells(suites, {...own, runs});
  for (const suite of suites) {
    const hooks = hooksOf(suite);
    const cells = hooks.splice(0);
    suite.beforeAll("enter the notebook's folder", () => process.chdir(folder));
    suite.beforeAll("hear of errors that nobody catches", function () {
      this.timeout(0);
      late.begin();
    });
    hooks.push(...cells);
    suite.afterAll("wait for what cells left behind", function () {
      this.timeout(0);
      return late.end();
    });
    suite.afterAll("leave the notebook's folder", () => process.chdir(home));
    suite.beforeEach("note which test runs", function () {
      ended.running = `the test "${this.currentTest?.titlePath().join(" › ")}"`;
    });
    suite.afterEach("place a failure in the notebook", function () {
      ended.running = undefined;
      if (this.currentTest) placeFailure(this.currentTest.err, this.currentTest);
    });
  }
  if (own.plan) followPlan(suites, {...own, plan: own.plan, late: late.cells});
  for (const suite of suites) suite.afterAll("errors that nobody caught", late.report);
}

/** Keeps what a notebook's tests ran as they end: a process of several may be ended at any time later. */
function countCells(last: Mocha.Suite | undefined): void {
  const folder = process.env[variables.coverage];
  if (folder) last?.afterAll("keep which lines ran", () => keepCoverage({folder}));
}

interface Ended {
  running: string | undefined;
}

let exit: Ended | undefined;

/** Fails a process that ends while a test runs, as a cell's `process.exit(0)` makes it: nothing would tell that the rest never ran. */
function watchExit(): Ended {
  if (exit) return exit;
  const state: Ended = (exit = {running: undefined});
  process.on("exit", (code) => {
    if (state.running === undefined) return;
    console.error(`\nddx: ${state.running} ended the process (code ${code}); what follows it did not run`);
    process.exitCode = code || 1;
  });
  return state;
}

/** The suite that all others stand in: mocha's globals belong to it while a file is loaded. */
function rootSuite(): Mocha.Suite {
  const {parent} = describe("", () => undefined);
  if (!parent) throw new Error("expected to be loaded by mocha: mocha --import ddx/register NOTEBOOK.ipynb");
  parent.suites.pop();
  return parent;
}

function refuse(thrown: unknown, name: string): void {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  // Its place in the notebook is in the message.
  error.stack = `${error.name}: ${error.message}`;
  describe(suiteTitle({path: name}), () => {
    it("imports", () => {
      throw error;
    });
  });
}
