import {writeFileSync} from "node:fs";
import {inspect} from "node:util";
import Mocha from "mocha";
import {toBundle} from "../../../src/display/bundle.js";
import {isShown} from "../../../src/display/mime.js";
import {testsOf} from "../../../src/harness/cells.js";
import {defined, placeFailure} from "../../../src/harness/defined.js";
import {observerKey, type Shown} from "../../../src/mocha/recorder.js";
import {suiteTitle} from "../../../src/notebook/sections.js";

// A process of its own, `node observe-suites.js FILE NOTEBOOK…`: runs the suites of notebooks and writes down what each cell's test printed, showed and threw.
const [file, ...notebooks] = process.argv.slice(2) as [string, ...string[]];

interface Seen {
  printed: string;
  shown: string[];
  error: string;
}

const skipped: typeof import("./outcomes.js").skipped = "skipped";
const seen: Record<string, Record<number, Seen>> = {};
const tests = new Map<Mocha.Runnable, {seen: Seen; thrown?: unknown}>();
const world = globalThis as {[observerKey]?: (shown: Shown) => void};

await import("../../../src/harness/register.js");
const mocha = new Mocha({timeout: 60_000});
for (const notebook of notebooks) mocha.addFile(notebook);
await mocha.loadFilesAsync();
for (const notebook of notebooks) observe(notebook);
mocha.reporter(
  class {
    constructor(runner: Mocha.Runner) {
      runner.on("fail", (test, error: unknown) => void note(test, error));
    }
  } as never,
);
mocha.run(() => writeFileSync(file, JSON.stringify(seen)));

function observe(notebook: string): void {
  const suites = mocha.suite.suites.filter(({title}) => title === suiteTitle({path: notebook}));
  const own = [...defined.suites.values()].find(({path}) => path === notebook);
  const numbers = own ? testsOf(suites, own.suite) : new Map<Mocha.Test, number>();
  seen[notebook] = {};
  for (const suite of suites)
    suite.eachTest((test) => {
      const number = numbers.get(test) ?? 1;
      tests.set(test, {seen: (seen[notebook]![number] = {printed: "", shown: [], error: ""})});
      const {fn} = test;
      if (!fn) return;
      test.fn = function (this: Mocha.Context) {
        return watched(test, () => (fn as Mocha.AsyncFunc).call(this));
      };
    });
}

async function watched(test: Mocha.Runnable, run: () => unknown): Promise<void> {
  const entry = tests.get(test)!;
  const shown: Promise<string>[] = [];
  const streams = (["stdout", "stderr"] as const).map((name) => ({name, write: process[name].write}));
  for (const {name} of streams) process[name].write = (text: string | Uint8Array) => Boolean((entry.seen.printed += String(text)));
  world[observerKey] = (one) => {
    if ("bundle" in one) shown.push(Promise.resolve(String(one.bundle.data["text/plain"])));
    else if ("result" in one && isShown(one.result)) shown.push(toBundle(one.result).then(({data}) => String(data["text/plain"])));
  };
  try {
    await run();
  } catch (error) {
    entry.thrown = error;
    if (test.isPending()) entry.seen.error = skipped;
    throw error;
  } finally {
    // Promises that nobody handles are reported behind the microtasks.
    await new Promise(setImmediate);
    for (const {name, write} of streams) process[name].write = write;
    delete world[observerKey];
    entry.seen.shown = await Promise.all(shown);
  }
}

function note(test: Mocha.Runnable, error: unknown): void {
  const entry = tests.get(test);
  if (!entry) return void console.error(test.fullTitle(), error);
  placeFailure(error, test);
  const thrown = "thrown" in entry ? entry.thrown : error;
  // What is no error mocha describes in its own words: "the number 5 was thrown, throw an Error :)".
  const text =
    thrown instanceof Error
      ? `${thrown.name}: ${thrown.message}${placeOf(thrown)}`
      : `Thrown: ${inspect(thrown, {depth: 3})}${placeOf(error as Error)}`;
  entry.seen.error += `${entry.seen.error ? "\n" : ""}${text}`;
}

function placeOf({stack = ""}: Error): string {
  const [, cell, line] = /#cell(\d+):(\d+):|, cell (\d+), line (\d+)/.exec(stack)?.filter((part) => part !== undefined) ?? [];
  return cell === undefined ? "" : ` (${cell}:${line})`;
}
