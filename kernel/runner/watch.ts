import {Session} from "node:inspector";
import {Socket} from "node:net";
import {workerData, type MessagePort} from "node:worker_threads";
import type {Answer} from "../protocol.js";

// A thread of the runner: the main thread may be in a loop or stand still, so interrupts and what it stands still for come by a pipe of its own.
const {flags, answers} = workerData as {flags: Int32Array; answers: MessagePort};
type Wish = {interrupt: number} | {id: number; answer: Answer};

const patience = 30;
let rest = "";

new Socket({fd: 4})
  .setEncoding("utf8")
  .on("error", () => undefined)
  .on("data", (text: string) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    for (const line of lines) hear(JSON.parse(line) as Wish);
  })
  // The supervisor is gone: a cell in a loop must not outlive it.
  .on("close", () => process.kill(process.pid, "SIGKILL"));

function hear(wish: Wish): void {
  if ("answer" in wish) answers.postMessage(wish);
  else {
    Atomics.store(flags, 1, wish.interrupt);
    Atomics.store(flags, 0, 1);
    setTimeout(terminate, patience);
  }
  Atomics.store(flags, 4, 1);
  Atomics.notify(flags, 4);
}

/** Stops a loop in code that has no guards, such as a library's; outside of V8's evaluation that would end the process. */
function terminate(): void {
  if (Atomics.load(flags, 1) <= Atomics.load(flags, 3) || Atomics.load(flags, 2) !== 1) return;
  const session = new Session();
  session.connectToMainThread();
  session.post("Runtime.terminateExecution", () => session.disconnect());
}
