import path from "node:path";
import Mocha from "mocha";
import {random} from "../../math/random.js";
import {observerKey, type Shown} from "../../mocha/recorder.js";
import {parseNotebook} from "../../notebook/notebook.js";
import {testsOf} from "../cells.js";
import {isStale} from "../compared.js";
import {defined, placeFailure} from "../defined.js";
import {placeIn} from "../trace.js";
import type {Seen, Task} from "./observe.js";
import {sightOf, type Sight} from "./sight.js";
import {variables} from "../variables.js";

process.once("message", (task: Task) => void run(task));

/** What is counted while the suite runs. */
interface Count {
  draws: number;
  cell: Seen | undefined;
}

async function run({file, text, seed, timeout, types, watched}: Task): Promise<void> {
  const count: Count = {draws: 0, cell: undefined};
  Object.assign(process.env, {...(watched && {[variables.outputs]: "lax"}), ...(!types && {[variables.noTypes]: "1"})});
  delete process.env[variables.onlyChanged];
  defined.read = async (name) => parseNotebook(text, {path: name});
  // Modules draw as they are loaded, in no order that is sure: the cells begin anew.
  seedRandom(seed, count);
  await import("../register.js");
  const mocha = new Mocha({reporter: class {} as never, timeout});
  mocha.addFile(path.resolve(file));
  await mocha.loadFilesAsync();
  const seen = follow(mocha);
  if (watched) watchShown(count);
  seedRandom(seed, count);
  await new Promise<void>((resolve) => {
    const runner = mocha.run(() => resolve());
    runner.on("test", (test) => begin(seen.get(test), count));
    runner.on("pass", (test) => end(seen.get(test), {count, state: "passed"}));
    runner.on("fail", (test, error: Error) => end(failedCell(test, {error, seen}), {count, state: "failed", error}));
  });
  process.send!([...new Set(seen.values())], () => process.exit());
}

/** What is seen of each test's cell; a cell that cannot be loaded has none. */
function follow(mocha: Mocha): Map<Mocha.Runnable, Seen> {
  const [own] = defined.suites.values();
  const numbers = own ? testsOf(mocha.suite.suites, own.suite) : new Map<Mocha.Test, number>();
  return new Map([...numbers].map(([test, number]) => [test, {number, state: "pending", draws: 0}]));
}

/** The cell of a failed test; one without a test of its own, such as for its types alone, gets an entry. */
function failedCell(test: Mocha.Runnable, {error, seen}: {error: Error; seen: Map<Mocha.Runnable, Seen>}): Seen {
  placeFailure(error, test);
  const known = seen.get(test);
  if (known) return known;
  const number = placeIn(error.stack ?? "")?.cell ?? Number(/, cell (\d+), line/.exec(error.stack ?? "")?.[1] ?? 0);
  const cell: Seen = {number, state: "failed", draws: 0};
  seen.set(test, cell);
  return cell;
}

function begin(cell: Seen | undefined, count: Count): void {
  count.cell = cell;
  count.draws = 0;
}

function end(cell: Seen | undefined, {count, state, error}: {count: Count; state: Seen["state"]; error?: Error}): void {
  if (!cell) return;
  Object.assign(cell, {state, draws: count.draws});
  if (error) Object.assign(cell, {error: `${error.name}: ${error.message}`.split("\n")[0], stale: isStale(error)});
}

function seedRandom(seed: number, count: Count): void {
  const draw = random(seed);
  Math.random = () => {
    count.draws++;
    return draw();
  };
}

function safeSight(value: unknown): Sight {
  try {
    return sightOf(value);
  } catch {
    return {kind: "other", what: "an object that cannot be read"};
  }
}

function watchShown(count: Count): void {
  const observer = (shown: Shown) => {
    if ("result" in shown && shown.result !== undefined && count.cell) count.cell.sight = safeSight(shown.result);
  };
  Object.assign(globalThis, {[observerKey]: observer});
}
