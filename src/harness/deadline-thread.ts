import {writeSync} from "node:fs";
import {parentPort, receiveMessageOnPort, workerData} from "node:worker_threads";

// A thread beside the tests: the main thread may be in a loop, and mocha's timer never fires then.
const flags = workerData as Int32Array;
const names = new Map<number, string>();

const grace = 50;
const patience = 3000;

for (;;) watch(Atomics.load(flags, 1));

/** Watches one test: first its loops are to stop by themselves; where code without guards goes on, such as a library's, the process is ended. */
function watch(number: number): void {
  const limit = Atomics.load(flags, 2);
  hearNames(number);
  if (number === 0 || limit === 0) return void Atomics.wait(flags, 1, number);
  if (isOver(number, limit + grace)) return;
  Atomics.store(flags, 0, 1);
  // V8 could be told to end any code, but in a timer or behind an await that ends Node too.
  if (isOver(number, Math.max(patience, limit))) return;
  giveUp(number);
}

function isOver(number: number, wait: number): boolean {
  return Atomics.wait(flags, 1, number, wait) !== "timed-out";
}

function giveUp(number: number): void {
  hearNames(number);
  const name = names.get(number) ?? "a test";
  writeSync(2, `\nddx: ${name} goes on behind its time and cannot be stopped: its process is ended, what follows it did not run\n`);
  process.kill(process.pid, "SIGKILL");
}

/** Takes over how tests are called; only the one that runs matters. */
function hearNames(number: number): void {
  for (let heard = received(); heard; heard = received()) names.set(heard.number, heard.name);
  for (const other of names.keys()) if (other < number) names.delete(other);
}

function received(): {number: number; name: string} | undefined {
  return (receiveMessageOnPort(parentPort!) as {message: {number: number; name: string}} | undefined)?.message;
}
