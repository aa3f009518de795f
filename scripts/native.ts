import type {Command} from "commander";
import {meter} from "./meter.js";

/** Adds `ddx native`: puts native TensorFlow to work, or takes it away. */
export function addNative(program: Command): void {
  program
    .command("native")
    .description("put native TensorFlow (@tensorflow/tfjs-node) to work in this folder's project, from TensorFlow's Python wheel")
    .option("--remove", "take away what it did to the project")
    .option("--cache", "with --remove: delete the libraries in the user's cache too, which other projects may use")
    .action(run);
}

async function run({remove = false, cache = false}: {remove?: boolean; cache?: boolean}): Promise<void> {
  const {install, uninstall} = await import("./native/install.js");
  const stop = new AbortController();
  const cancel = () => stop.abort(new Error("cancelled; nothing is half-installed, and a further run goes on where this one was"));
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, cancel);
  const line = meter();
  const say = (text: string) => {
    line.done();
    console.log(text);
  };
  try {
    await (remove ? uninstall({cache, say}) : install({signal: stop.signal, show: line.show, say}));
  } finally {
    line.done();
  }
}
