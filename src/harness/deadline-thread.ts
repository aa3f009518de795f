import {writeSync} from "node:fs";
import {workerData} from "node:worker_threads";

// A thread beside the tests: the main thread may be in a loop, and mocha's timer never fires then.
const {flags, called} = workerData as {flags: Int32Array; called: Uint8Array};

/** How often it looks: to be woken for each of a thousand quick tests would cost more than they do. */
const pace = 10;
const grace = 50;
const patience = 3000;

for (;;) watch(Atomics.load(flags, 1));

/** Watches one test: first its loops are to stop by themselves; where code without guards goes on, such as a library's, the process is ended. */
function watch(number: number): void {
  const limit = flags[2]!;
  if (number === 0 || limit === 0) return void isOver(number, pace);
  if (isOver(number, limit + grace)) return;
  Atomics.store(flags, 0, 1);
  // V8 could be told to end any code, but in a timer or behind an await that ends Node too.
  if (isOver(number, Math.max(patience, limit))) return;
  giveUp();
}

/** Whether another test, or none, runs before so many milliseconds have passed. */
function isOver(number: number, wait: number): boolean {
  for (const end = performance.now() + wait; ;) {
    if (Atomics.load(flags, 1) !== number) return true;
    const rest = end - performance.now();
    if (rest <= 0) return false;
    Atomics.wait(flags, 1, number, Math.min(pace, rest));
  }
}

function giveUp(): void {
  const name = Buffer.from(called).toString("utf8", 0, flags[3]);
  writeSync(2, `\nddx: ${name} goes on behind its time and cannot be stopped: its process is ended, what follows it did not run\n`);
  process.kill(process.pid, "SIGKILL");
}
