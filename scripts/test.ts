import {InvalidArgumentError, type Command} from "commander";
import {directiveTexts, readPattern} from "../src/notebook/directives.js";
import {readList} from "../src/notebook/params.js";
import {assignments, wholeNumber, words} from "./arguments.js";

interface Options {
  reporter: string;
  grep?: string;
  bail?: boolean;
  timeout?: number;
  keepGoing?: boolean;
  strict?: boolean;
  lax?: boolean;
  types: boolean;
  onlyChanged?: boolean;
  param?: Record<string, string>;
  each?: Record<string, string>;
  mask?: string[];
  junit?: string;
  watch?: boolean;
  parallel?: boolean;
  jobs?: number;
  coverage?: boolean;
  coverageDir?: string;
  coverageReporter?: string[];
}

/** Adds `ddx test`: notebooks run as mocha suites. */
export function addTest(program: Command): void {
  program
    .command("test")
    .description("run notebooks as mocha suites: each cell a test, failures name the notebook, the cell and the line")
    .argument("[paths...]", "notebooks or folders; notebooks/, else the current folder, when left out")
    .option("-R, --reporter <name>", "any reporter of mocha", "spec")
    .option("-g, --grep <pattern>", "run only the tests whose title matches, and first what those need")
    .option("-b, --bail", "stop after the first failure")
    .option("-t, --timeout <ms>", "longest run of a cell in milliseconds, 0 for no limit; 60000 when left out", milliseconds)
    .option("-k, --keep-going", "test a cell although one that it needs failed")
    .option("--strict", "compare stored prints and pictures too, beside results and charts")
    .option("--lax", "compare no stored output")
    .option("--no-types", "let no type error fail a cell")
    .option("--only-changed", "test only the cells that changed, or what they need, since they passed in such a run")
    .option("-p, --param <name=value>", "set a parameter, which a cell with //| param declares; repeatable", assignments)
    .option(
      "--each <name=values>",
      "test with each of several values of a parameter, such as rate=0.1,0.01; repeatable, for all combinations",
      assignments,
    )
    .option("--mask <regex>", "what may differ in stored outputs; repeatable", patterns)
    .option("--junit <file>", "also write what became of each test as JUnit's XML")
    .option("-w, --watch", "test again when a notebook or a module beside it changes, until Ctrl-C")
    .option("--parallel", "test several notebooks at once, each in a process of its own")
    .option("-j, --jobs <n>", "how many at once; as many as there are processors, and two at least, when left out", wholeNumber({least: 1}))
    .option("--coverage", "also report which lines, branches and functions ran, cell by cell")
    .option("--coverage-dir <folder>", "where such reports are written; coverage when left out")
    .option("--coverage-reporter <names>", "which of them: text, text-summary, html, lcov, cobertura, clover, json, json-summary", words)
    .addHelpText("after", `\nA cell's first lines may be:\n${listed(directiveTexts)}`)
    .action(testAll);
}

async function testAll(
  paths: string[],
  {watch, strict, lax, junit, param, coverage, coverageDir, coverageReporter, each, mask, ...options}: Options,
): Promise<void> {
  const [{notebookPlaces, findNotebooks}, {testNotebooks}] = await Promise.all([
    import("../src/harness/files.js"),
    import("../src/harness/test.js"),
  ]);
  const places = notebookPlaces(paths);
  const files = await findNotebooks(places);
  if (files.length === 0) throw new Error(`there is no notebook (*.ipynb) in ${places.join(", ")}`);
  if (watch && !process.env.DDX_AGAIN) {
    const {runAgain} = await import("./again.js");
    return runAgain({places, pattern: /\.(ipynb|[cm]?[jt]sx?)$/});
  }
  if (strict && lax) throw new RangeError("expected --strict or --lax, got both");
  const outputs = strict ? "strict" : lax ? "lax" : undefined;
  const covering =
    coverage || coverageDir !== undefined || coverageReporter ? {folder: coverageDir, reporters: coverageReporter} : undefined;
  if (covering && options.onlyChanged) throw new RangeError("expected --coverage or --only-changed, got both");
  const counting = covering && (await (await import("./coverage.js")).startCounting(covering));
  let xml = "";
  const failures = await testNotebooks(files, {
    ...options,
    ...(outputs && {outputs}),
    ...(param && {params: param}),
    ...(each && {each: Object.fromEntries(Object.entries(each).map(([name, list]) => [name, readList(list)]))}),
    ...(mask && {masks: mask}),
    ...counting?.options,
    ...(junit !== undefined && {onJunit: (text) => (xml = text)}),
  });
  if (junit !== undefined) await (await import("./files.js")).writeWhole(junit, xml);
  await counting?.report(files);
  // What a notebook leaves open (timers, workers, servers) must not keep the command alive.
  process.stdout.write("", () => process.exit(failures > 0 ? 1 : 0));
}

const listed = (lines: Readonly<Record<string, string>>): string =>
  Object.entries(lines)
    .map(([text, meaning]) => `  //| ${text.padEnd(27)}${meaning}\n`)
    .join("");

function patterns(value: string, earlier: readonly string[] = []): string[] {
  try {
    readPattern(value);
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
  return [...earlier, value];
}

function milliseconds(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0) throw new InvalidArgumentError("expected a whole number of milliseconds.");
  return number;
}
