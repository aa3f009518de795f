import {createRequire, register} from "node:module";
import path from "node:path";
import {pathToFileURL} from "node:url";
import Mocha from "mocha";
import {extract} from "../notebook/extract.js";
import {suiteTitle} from "../notebook/sections.js";
import {compileSuite, type Module} from "./compile.js";
import {exportsOf} from "./exports.js";
import {annotate, locate, type Tested} from "./failure.js";
import {readNotebook} from "./files.js";
import type {HookData} from "./hooks.js";
import {traceToCells} from "./trace.js";

/** How notebooks are tested. */
export interface TestOptions {
  /** A reporter of mocha, or the module of another. */
  reporter?: string;
  /** Only tests whose full title matches this regular expression. */
  grep?: string;
  /** Whether to stop after the first failure. */
  bail?: boolean;
  /** Longest run of a cell in milliseconds, 0 for no limit. */
  timeout?: number;
}

type Loaded = Tested & Module & {url: string};

/** Runs notebooks as mocha suites in this process, which can do so once; gives the number of failures. */
export async function testNotebooks(
  files: readonly string[],
  {reporter = "spec", timeout = 60_000, ...options}: TestOptions = {},
): Promise<number> {
  const loaded = await Promise.all(files.map((file) => prepare(file, timeout)));
  registerHooks(loaded);
  traceToCells(new Map(loaded.map(({url, map, notebook}) => [url, {path: notebook.path, map}])));
  Object.assign(globalThis, {[Symbol.for("ddx.exports")]: exportsOf});
  const mocha = new Mocha({...options, reporter: located(reporter, loaded), timeout});
  mocha.suite.emit("pre-require", globalThis, "", mocha);
  for (const one of loaded) await define(one, mocha);
  return new Promise((resolve) => {
    let running: Mocha.Runnable | undefined;
    const leave = onExit(() => running);
    const runner = mocha.run((failures) => {
      leave();
      resolve(failures);
    });
    runner.on("test", (test) => void (running = test));
  });
}

/** Fails a process that ends before its tests do, as a cell's `process.exit(0)` makes it: nothing would tell that the rest never ran. */
function onExit(running: () => Mocha.Runnable | undefined): () => void {
  const fail = (code: number) => {
    const test = running();
    console.error(
      `\nddx: ${test ? `the test "${test.titlePath().join(" › ")}"` : "a cell"} ended the process (code ${code}); what follows it did not run`,
    );
    process.exitCode = code || 1;
  };
  process.on("exit", fail);
  return () => void process.off("exit", fail);
}

async function prepare(file: string, timeout: number): Promise<Loaded> {
  const notebook = await readNotebook(file);
  const suite = extract(notebook, {timeout});
  const module = await compileSuite(suite, {path: file});
  return {notebook, suite, ...module, url: pathToFileURL(path.resolve(file)).href};
}

function registerHooks(loaded: readonly Loaded[]): void {
  const {name, dependencies} = createRequire(import.meta.url)("ddx/package.json") as {name: string; dependencies: Record<string, string>};
  const suites = Object.fromEntries(loaded.map(({url, code}) => [url, code]));
  // Local modules may be TypeScript, as in the kernel.
  register(new URL("../../kernel/runner/typescript.js", import.meta.url));
  const data: HookData = {suites, own: import.meta.url, packages: [name, ...Object.keys(dependencies)]};
  register("./hooks.js", {parentURL: import.meta.url, data});
}

/** Defines a notebook's tests; they run in the notebook's folder, as in the kernel. */
async function define(one: Loaded, mocha: Mocha): Promise<void> {
  const [home, folder] = [process.cwd(), path.dirname(path.resolve(one.notebook.path))];
  const before = mocha.suite.suites.length;
  process.chdir(folder);
  try {
    await import(one.url);
  } catch (error) {
    refuse(error, {one, mocha, before});
  } finally {
    process.chdir(home);
  }
  for (const suite of mocha.suite.suites.slice(before)) {
    suite.beforeAll("enter the notebook's folder", () => process.chdir(folder));
    suite.afterAll("leave the notebook's folder", () => process.chdir(home));
  }
}

/** A suite that cannot be loaded has one test, which fails for that reason. */
function refuse(thrown: unknown, {one, mocha, before}: {one: Loaded; mocha: Mocha; before: number}): void {
  mocha.suite.suites.splice(before);
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const missing = one.suite.imports.find(({specifier}) =>
    [`'${specifier}'`, `"${specifier}"`].some((quoted) => error.message.includes(quoted)),
  );
  const local = one.suite.imports.find(({specifier}) => specifier.startsWith(".") && error.message.includes(path.basename(specifier)));
  const place = missing ?? local;
  error.stack = error.stack?.replace(/^ {4}at .*(node:internal|[\\/](harness|scripts|commander|runner)[\\/]).*\n?/gm, "");
  if (place) annotate(error, {place: {path: one.notebook.path, cell: place.number, line: place.line}, tested: [one]});
  const suite = Mocha.Suite.create(mocha.suite, suiteTitle(one.notebook.path));
  suite.addTest(
    new Mocha.Test("imports", () => {
      throw error;
    }),
  );
}

type Reporter = new (runner: Mocha.Runner, options: Mocha.MochaOptions) => Mocha.reporters.Base;

/** A reporter that is told of failures only once they name their place in the notebook. */
function located(name: string, tested: readonly Tested[]): Reporter {
  const Chosen = new Mocha({reporter: name} as Mocha.MochaOptions) as unknown as {_reporter: Reporter};
  return class extends Chosen._reporter {
    constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
      runner.on("fail", (test, error: unknown) => {
        if (error instanceof Error) locateFailure(error, {test, tested});
      });
      super(runner, options);
    }
  };
}

function locateFailure(error: Error, {test, tested}: {test: Mocha.Runnable; tested: readonly Tested[]}): void {
  if (error.stack?.includes("\n    > ")) return;
  locate(error, tested);
  if (error.stack?.includes("\n    > ")) return;
  const titles = test.titlePath().join("\n");
  const own = tested.find(({suite}) => suite.tests.some((place) => place.titles.join("\n") === titles));
  const place = own?.suite.tests.find((one) => one.titles.join("\n") === titles);
  if (own && place) annotate(error, {place: {path: own.notebook.path, cell: place.number, line: 1}, tested});
}
