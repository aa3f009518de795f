import path from "node:path";
import {fileURLToPath} from "node:url";
import {guard} from "../../kernel/rewrite/guards.js";
import {extract} from "../notebook/extract.js";
import {graphOf} from "../notebook/graph.js";
import type {Notebook} from "../notebook/notebook.js";
import {orderProblems} from "../notebook/order.js";
import type {Values} from "../notebook/params.js";
import {suiteTitle} from "../notebook/sections.js";
import {hooksOf, watchCells} from "./cells.js";
import {variables} from "./variables.js";
import {dropPlan, followPlan, isUnchanged, planChanges, type Plan} from "./changed.js";
import {compileSuite} from "./compile.js";
import {watchClock} from "./deadline.js";
import {keepCoverage} from "./coverage/collect.js";
import {withMap} from "./coverage/map.js";
import {annotate, locateFailure, type Tested} from "./failure.js";
import {readNotebook} from "./files.js";
import type {SuiteCode} from "./hooks.js";
import {lateErrors} from "./late-errors.js";
import {asTested, testedSets, withoutStale} from "./parameters.js";
import type {Broken} from "../notebook/part.js";
import type {Origin} from "./trace.js";
import type {TestRun} from "./test-run.js";
import {watchTypes} from "./types.js";
import {defineUnchanged, settleUnchanged} from "./unchanged.js";

/** A notebook whose tests are defined. */
export type Defined = Tested & Origin & {plan?: Plan | undefined};

/** What this process has of notebooks; one object, which who registers the hooks completes. */
export const defined: {
  /** The suites by the URL of their code. */
  suites: Map<string, Defined>;
  /** Hands a suite's code to the hooks. */
  send: (suite: SuiteCode) => void;
} = {suites: new Map(), send: () => undefined};

/** Longest run of a cell in milliseconds, where mocha was told nothing else than its own default. */
const patience = {mocha: 2000, ours: 60_000};

/** Defines a notebook's tests, as mocha loads it, for each set of its parameters; they run in the notebook's folder, as in the kernel. One that cannot be loaded has one test, which fails for that reason. */
export async function defineNotebook(url: string): Promise<void> {
  const name = path.relative(process.cwd(), fileURLToPath(url));
  try {
    const notebook = await readNotebook(name);
    for (const [index, values] of testedSets(notebook).entries())
      await defineSet(notebook, {values, file: fileURLToPath(url), code: `${url}.js${index === 0 ? "" : `?set=${index}`}`});
  } catch (error) {
    refuse(error, {name, own: undefined});
  }
}

async function defineSet(notebook: Notebook, {values, file, code}: {values: Values; file: string; code: string}): Promise<void> {
  const [root, home, name] = [rootSuite(), process.cwd(), notebook.path];
  const [before, folder] = [root.suites.length, path.dirname(file)];
  const timeout = root.timeout() === patience.mocha ? patience.ours : root.timeout();
  const ended = watchExit();
  watchClock();
  try {
    ended.running = `the notebook ${name}`;
    if (!(await prepare(notebook, {values, url: code, timeout}))) return;
    process.chdir(folder);
    await import(code);
    watchTypes(root.suites.slice(before), {...defined.suites.get(code)!, folder});
  } catch (error) {
    root.suites.splice(before);
    const own = defined.suites.get(code);
    if (own) await dropPlan(own);
    refuse(error, {name, own});
  } finally {
    ended.running = undefined;
    process.chdir(home);
  }
  const own = defined.suites.get(code);
  countCells(root.suites.at(-1));
  if (!own) return;
  const suites = root.suites.slice(before);
  const runs = new Set<TestRun>();
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

let exit: {running: string | undefined} | undefined;

/** Fails a process that ends while a test runs, as a cell's `process.exit(0)` makes it: nothing would tell that the rest never ran. */
function watchExit(): {running: string | undefined} {
  if (exit) return exit;
  const state = (exit = {running: undefined as string | undefined});
  process.on("exit", (code) => {
    if (state.running === undefined) return;
    console.error(`\nddx: ${state.running} ended the process (code ${code}); what follows it did not run`);
    process.exitCode = code || 1;
  });
  return state;
}

/** Puts the place in the notebook before the frames of what a test failed for. */
export function placeFailure(error: unknown, test: Mocha.Runnable): void {
  if (error instanceof Error) locateFailure(error, {test, tested: [...defined.suites.values()]});
}

/** Extracts a notebook and hands its code over to be imported under a URL; false where nothing has to run. */
async function prepare(
  original: Notebook,
  {values, url, timeout, broken = new Map()}: {values: Values; url: string; timeout: number; broken?: Broken},
): Promise<boolean> {
  const {path: name} = original;
  const notebook = asTested(original, values);
  if (await defineUnchanged(notebook)) return false;
  const counted = Boolean(process.env[variables.coverage] || process.env["NODE_V8_COVERAGE"]);
  // Guards are code too, which would be counted.
  const suite = extract(notebook, {timeout, counted, broken, ...(!counted && {guard})});
  const graph = graphOf(suite.parts);
  const tested = {notebook: withoutStale(notebook, {original, graph}), suite, graph};
  const plan = await planChanges(tested);
  if (plan && isUnchanged(plan)) {
    await settleUnchanged({suite, stored: notebook}, plan);
    return false;
  }
  const compiled = await compileSuite(suite, {path: name});
  if ("problem" in compiled)
    return prepare(original, {values, url, timeout, broken: new Map([...broken, [compiled.number, compiled.problem]])});
  for (const {kind, message} of orderProblems(notebook, graph)) if (kind !== "disordered") console.error(`ddx: ${name}: ${message}`);
  defined.suites.set(url, {...tested, path: name, map: compiled.map, plan});
  defined.send({url, code: counted ? withMap(compiled, {notebook, file: path.resolve(name)}) : compiled.code});
  return true;
}

/** The suite that all others stand in: mocha's globals belong to it while a file is loaded. */
function rootSuite(): Mocha.Suite {
  const {parent} = describe("", () => undefined);
  if (!parent) throw new Error("expected to be loaded by mocha: mocha --import ddx/register NOTEBOOK.ipynb");
  parent.suites.pop();
  return parent;
}

function refuse(thrown: unknown, {name, own}: {name: string; own: Defined | undefined}): void {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  // What cannot be extracted has its place in the message.
  if (!own) error.stack = `${error.name}: ${error.message}`;
  const missing = own?.suite.imports.find(({specifier}) =>
    [`'${specifier}'`, `"${specifier}"`].some((quoted) => error.message.includes(quoted)),
  );
  const local = own?.suite.imports.find(({specifier}) => specifier.startsWith(".") && error.message.includes(path.basename(specifier)));
  const place = missing ?? local;
  error.stack = error.stack?.replace(/^ {4}at .*(node:internal|[\\/](harness|scripts|commander|runner)[\\/]).*\n?/gm, "");
  if (own && place) annotate(error, {place: {path: name, cell: place.number, line: place.line}, tested: [own]});
  describe(suiteTitle({path: name}), () => {
    it("imports", () => {
      throw error;
    });
  });
}
