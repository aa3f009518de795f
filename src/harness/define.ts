import path from "node:path";
import {fileURLToPath} from "node:url";
import {extract} from "../notebook/extract.js";
import {graphOf} from "../notebook/graph.js";
import {orderProblems} from "../notebook/order.js";
import {suiteTitle} from "../notebook/sections.js";
import {watchCells} from "./cells.js";
import {dropPlan, followPlan, isUnchanged, planChanges, type Plan} from "./changed.js";
import {compileSuite} from "./compile.js";
import {locateFailure, type Tested} from "./failure.js";
import {readNotebook} from "./files.js";
import type {SuiteCode} from "./hooks.js";
import {asTested, withoutStale} from "./parameters.js";
import type {Broken} from "../notebook/part.js";
import type {Origin} from "./trace.js";
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

/** Defines a notebook's tests, as mocha loads it; they run in the notebook's folder, as in the kernel. One that cannot be loaded has one test, which fails for that reason. */
export async function defineNotebook(url: string): Promise<void> {
  const [root, home, file] = [rootSuite(), process.cwd(), fileURLToPath(url)];
  const [before, folder, name] = [root.suites.length, path.dirname(file), path.relative(home, file)];
  const timeout = root.timeout() === patience.mocha ? patience.ours : root.timeout();
  const ended = watchExit();
  let own: Defined | undefined;
  try {
    ended.running = `the notebook ${name}`;
    own = await load(name, {url, timeout, forget: () => void root.suites.splice(before)});
    if (own) watchTypes(root.suites.slice(before), {...own, folder});
  } catch (error) {
    root.suites.splice(before);
    refuse(error, name);
  } finally {
    ended.running = undefined;
  }
  if (own) watchCells(root.suites.slice(before), own);
  if (own?.plan) followPlan(root.suites.slice(before), {...own, plan: own.plan});
  for (const suite of root.suites.slice(before)) {
    suite.beforeAll("enter the notebook's folder", () => process.chdir(folder));
    suite.afterAll("leave the notebook's folder", () => process.chdir(home));
    suite.beforeEach("note which test runs", function () {
      ended.running = `the test "${this.currentTest?.titlePath().join(" › ")}"`;
    });
    suite.afterEach("place a failure in the notebook", function () {
      ended.running = undefined;
      if (this.currentTest) placeFailure(this.currentTest.err, this.currentTest);
    });
  }
}

/** Loads a notebook's suite, and where a module cannot be imported once more so that only the cells fail which import it; nothing where nothing has to run. */
async function load(
  name: string,
  {url, timeout, forget}: {url: string; timeout: number; forget: () => void},
): Promise<Defined | undefined> {
  const [home, failing] = [process.cwd(), new Set<string>()];
  for (;;) {
    const code = `${url}?suite${failing.size || ""}`;
    if (!(await prepare(name, {url: code, timeout, failing}))) return undefined;
    const own = defined.suites.get(code)!;
    try {
      process.chdir(path.dirname(path.resolve(name)));
      await import(code);
      return own;
    } catch (error) {
      await dropPlan(own);
      defined.suites.delete(code);
      forget();
      const modules = modulesBehind(error, own.suite);
      if (modules.length === 0) throw error;
      for (const one of modules) failing.add(one);
    } finally {
      process.chdir(home);
    }
  }
}

/** The modules at the top of a suite that an error names; all of them where it names none. */
function modulesBehind(error: unknown, {imports}: Defined["suite"]): string[] {
  const {message} = error instanceof Error ? error : {message: ""};
  const modules = imports.filter(({value}) => value).map(({specifier}) => specifier);
  const named = modules.filter((specifier) =>
    [`'${specifier}'`, `"${specifier}"`, ` ${specifier};`].some((word) => message.includes(word)),
  );
  return named.length > 0 ? named : modules;
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
  name: string,
  {url, timeout, failing, broken = new Map()}: {url: string; timeout: number; failing: ReadonlySet<string>; broken?: Broken},
): Promise<boolean> {
  const original = await readNotebook(name);
  const notebook = asTested(original);
  if (await defineUnchanged(notebook)) return false;
  const suite = extract(notebook, {timeout, broken, failing});
  const graph = graphOf(suite.parts);
  const tested = {notebook: withoutStale(notebook, {original, graph}), suite, graph};
  const plan = await planChanges(tested);
  if (plan && isUnchanged(plan)) {
    await settleUnchanged({suite, stored: notebook}, plan);
    return false;
  }
  const compiled = await compileSuite(suite, {path: name});
  if ("problem" in compiled)
    return prepare(name, {url, timeout, failing, broken: new Map([...broken, [compiled.number, compiled.problem]])});
  const {code, map} = compiled;
  const problems = failing.size === 0 ? orderProblems(notebook, graph) : [];
  for (const {kind, message} of problems) if (kind !== "disordered") console.error(`ddx: ${name}: ${message}`);
  defined.suites.set(url, {...tested, path: name, map, plan});
  defined.send({url, code});
  return true;
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
  error.stack = `${error.name}: ${error.message}`;
  describe(suiteTitle(name), () => {
    it("imports", () => {
      throw error;
    });
  });
}
