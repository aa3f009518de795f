import {Session} from "node:inspector";
import {Socket} from "node:net";
import {workerData} from "node:worker_threads";

// A thread of the runner: the main thread may be in a loop, so the supervisor's wish to interrupt comes by a pipe of its own.
const flags = workerData as Int32Array;
const patience = 50;

new Socket({fd: 4})
  .on("error", () => undefined)
  .on("data", (numbers) => {
    Atomics.store(flags, 1, Number(String(numbers).trim().split("\n").at(-1)));
    Atomics.store(flags, 0, 1);
    setTimeout(terminate, patience);
  })
  // The supervisor is gone: a cell in a loop must not outlive it.
  .on("close", () => process.kill(process.pid, "SIGKILL"));

/** Stops a loop in code that has no guards, such as a library's; outside of V8's evaluation that would end the process. */
function terminate(): void {
  if (Atomics.load(flags, 1) <= Atomics.load(flags, 3) || Atomics.load(flags, 2) !== 1) return;
  const session = new Session();
  session.connectToMainThread();
  session.post("Runtime.terminateExecution", () => session.disconnect());
}
