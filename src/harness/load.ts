import path from "node:path";
import type {Notebook} from "../notebook/notebook.js";
import {orderProblems} from "../notebook/order.js";
import type {Values} from "../notebook/params.js";
import type {Broken} from "../notebook/part.js";
import {isAbout} from "../notebook/specifiers.js";
import {dropPlan, isUnchanged, planChanges} from "./changed.js";
import {withMap} from "./coverage/map.js";
import {defined, type Defined} from "./defined.js";
import {suiteOf} from "./kept-suite.js";
import {asTested, withoutStale} from "./parameters.js";
import {defineUnchanged, settleUnchanged} from "./unchanged.js";
import {isCounted} from "./variables.js";

/** How a notebook's suite is loaded. */
export interface LoadOptions {
  /** The values of its parameters. */
  values: Values;
  /** Under which its code is imported. */
  url: string;
  /** Longest run of a cell in milliseconds, 0 for no limit. */
  timeout: number;
  /** Takes back what was defined so far. */
  forget: () => void;
}

/** Has mocha define a notebook's tests, in the notebook's folder; once more where a module cannot be imported, so that only the cells fail which import it. Gives nothing where nothing has to run. */
export async function loadSuite(notebook: Notebook, {url, forget, ...options}: LoadOptions): Promise<Defined | undefined> {
  const [home, failing] = [process.cwd(), new Set<string>()];
  for (;;) {
    const code = failing.size === 0 ? url : `${url}${url.includes("?") ? "&" : "?"}failing=${failing.size}`;
    const own = await prepare(notebook, {...options, url: code, failing});
    if (!own) return undefined;
    try {
      process.chdir(path.dirname(path.resolve(notebook.path)));
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
  const named = modules.filter((specifier) => isAbout(specifier, message));
  return named.length > 0 ? named : modules;
}

type Preparing = Pick<LoadOptions, "values" | "url" | "timeout"> & {failing: ReadonlySet<string>; broken?: Broken};

/** Extracts a notebook and hands its code over to be imported under a URL; nothing where nothing has to run. */
async function prepare(original: Notebook, {broken = new Map(), ...options}: Preparing): Promise<Defined | undefined> {
  const [{path: name}, {values, url, timeout, failing}] = [original, options];
  const notebook = asTested(original, values);
  if (await defineUnchanged(notebook)) return undefined;
  const counted = isCounted();
  const {suite, graph, compiled} = await suiteOf(notebook, {timeout, counted, broken, failing});
  if ("problem" in compiled) return prepare(original, {...options, broken: new Map([...broken, [compiled.number, compiled.problem]])});
  const tested = {notebook: withoutStale(notebook, {original, graph}), suite, graph};
  // No key of a cell tells whether an import above the tests fails.
  const plan = failing.size > 0 ? undefined : await planChanges(tested);
  if (plan && isUnchanged(plan)) {
    await settleUnchanged({suite, stored: notebook}, plan);
    return undefined;
  }
  const problems = failing.size === 0 ? orderProblems(notebook, graph) : [];
  for (const {kind, message} of problems) if (kind !== "disordered") console.error(`ddx: ${name}: ${message}`);
  const own = {...tested, path: name, map: compiled.map, plan};
  defined.suites.set(url, own);
  defined.send({url, code: counted ? withMap(compiled, {notebook, file: path.resolve(name)}) : compiled.code});
  return own;
}
