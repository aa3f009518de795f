import os from "node:os";
import path from "node:path";
import {fileURLToPath} from "node:url";
import Mocha from "mocha";
import {checkParameters, type Values} from "../notebook/params.js";
import type {Lists} from "../notebook/sets.js";
import type {OutputMode} from "./compared.js";
import {makeAhead, readAhead} from "./ahead.js";
import {placeFailure} from "./defined.js";
import {cellTimeout} from "./test-run.js";
import {isCounted, variables} from "./variables.js";

/** How notebooks are tested. */
export interface TestOptions {
  /** A reporter of mocha, or the module of another. */
  reporter?: string;
  /** Only tests whose full title matches this regular expression; the cells that they need are run as part of them. */
  grep?: string;
  /** Whether to stop after the first failure. */
  bail?: boolean;
  /** Longest run of a cell in milliseconds, 0 for no limit. */
  timeout?: number;
  /** Whether several notebooks are tested at once, each in a process of its own. */
  parallel?: boolean;
  /** How many at once; as many as there are processors, and two at least, when left out. */
  jobs?: number;
  /** Whether a cell is tested although one that it needs failed. */
  keepGoing?: boolean;
  /** Whether type errors fail the tests of their cells; they do when left out. */
  types?: boolean;
  /** How much of the stored outputs is compared with what the cells show now: results and charts when left out. */
  outputs?: OutputMode;
  /** Whether only cells are tested that changed, or whose ancestors or local files did, since they passed in such a run; and what those need. */
  onlyChanged?: boolean;
  /** Values of parameters, which the cells with `//| param` declare. */
  params?: Values;
  /** Lists of such values: a notebook is tested with each, and with each combination of several. */
  each?: Lists;
  /** Regular expressions of what may differ in stored outputs. */
  masks?: readonly string[];
  /** Takes what became of each test as JUnit's XML, beside what the reporter says. */
  onJunit?: (xml: string) => void;
  /** A folder where it is noted what runs; see `reportCoverage`. */
  coverage?: string;
  /** Called with what became of each test. */
  onTest?: (result: TestResult) => void;
}

/** What became of a test. */
export interface TestResult {
  /** The notebook's path, whole. */
  file: string;
  /** The titles that lead to it. */
  titles: readonly string[];
  /** Whether it passed. */
  state: "passed" | "failed" | "pending";
}

const register = fileURLToPath(new URL("./register.js", import.meta.url));

/** Runs notebooks as mocha suites, in this process, which can do so once, or in several; gives the number of failures. Rejects with one line for a file that is no notebook. */
export async function testNotebooks(
  files: readonly string[],
  {
    reporter = "spec",
    timeout = 60_000,
    parallel = false,
    jobs = Math.max(2, os.availableParallelism()),
    outputs,
    keepGoing,
    types = true,
    onlyChanged,
    params = {},
    each = {},
    masks = [],
    onJunit,
    coverage,
    onTest,
    ...options
  }: TestOptions = {},
): Promise<number> {
  const notebooks = await readAhead(files);
  checkParameters(notebooks, {...each, ...params});
  if (outputs) process.env[variables.outputs] = outputs;
  if (keepGoing) process.env[variables.keepGoing] = "1";
  if (!types) process.env[variables.noTypes] = "1";
  if (onlyChanged) process.env[variables.onlyChanged] = "1";
  if (coverage !== undefined) process.env[variables.coverage] = coverage;
  if (Object.keys(params).length > 0) process.env[variables.params] = JSON.stringify(params);
  if (Object.keys(each).length > 0) process.env[variables.each] = JSON.stringify(each);
  if (masks.length > 0) process.env[variables.masks] = JSON.stringify(masks);
  // Mocha itself takes one at a time for no --parallel.
  const pooled = parallel && jobs > 1;
  const mocha = new Mocha({
    ...options,
    reporter: located(reporter, {onJunit, onTest}),
    timeout,
    ...(pooled && {parallel, jobs, require: [register]}),
  });
  for (const file of files) mocha.addFile(path.resolve(file));
  if (!pooled) {
    await import("./register.js");
    if (!onlyChanged) void makeAhead(notebooks, {timeout: cellTimeout(timeout), counted: isCounted()});
    await mocha.loadFilesAsync();
  }
  return new Promise((resolve) => mocha.run(resolve));
}

const states = [
  ["pass", "passed"],
  ["fail", "failed"],
  ["pending", "pending"],
] as const;

type Reporter = new (runner: Mocha.Runner, options: Mocha.MochaOptions) => Mocha.reporters.Base;

/** A reporter that is told of failures only once they name their place in the notebook; `onJunit` gets what a second one writes. */
function located(name: string, {onJunit, onTest}: Pick<TestOptions, "onJunit" | "onTest">): Reporter {
  const Chosen = new Mocha({reporter: name} as Mocha.MochaOptions) as unknown as {_reporter: Reporter};
  return class extends Chosen._reporter {
    constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
      runner.on("fail", (test, error: unknown) => placeFailure(error, test));
      super(runner, options);
      for (const [event, state] of states)
        runner.on(event, (test: Mocha.Test) => onTest?.({file: test.file ?? "", titles: test.titlePath(), state}));
      if (onJunit) collectJunit(runner, onJunit);
    }
  };
}

function collectJunit(runner: Mocha.Runner, take: (xml: string) => void): void {
  const lines = ['<?xml version="1.0" encoding="UTF-8"?>'];
  class Junit extends Mocha.reporters.XUnit {
    override write(line: string): void {
      lines.push(line);
    }
  }
  new Junit(runner, {reporterOptions: {suiteName: "ddx test"}});
  runner.once("end", () => take(`${lines.join("\n")}\n`));
}
