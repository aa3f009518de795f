import {isMainThread} from "node:worker_threads";
import {watch} from "./watch.js";

// `node --import ddx/watch SCRIPT`. What the script starts itself, processes and workers, is let alone: they would all write the same file.
if (isMainThread && process.env["DDX_WATCHED"] === undefined) {
  process.env["DDX_WATCHED"] = String(process.pid);
  await watch();
}
