#!/usr/bin/env node
import {Command, CommanderError} from "commander";
import {version} from "../src/version.js";
import {errorLine, isMisuse, usageLine} from "./misuse.js";

// A reader that has seen enough, such as head, closes the pipe: that is no error, and ends ddx as it ends any other command (128 + SIGPIPE).
for (const stream of [process.stdout, process.stderr])
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit(141);
  });

const program = new Command("ddx")
  .description("Finds out why a neural network does not learn: diagnose, explore in notebooks, test them, share reports.")
  .version(version)
  .exitOverride()
  .configureOutput({outputError: (text, write) => write(usageLine(text))});

/** Each command's module is loaded where it is called, all of them for help and for words that are none. */
const commands: Readonly<Record<string, () => Promise<(program: Command) => void>>> = {
  debt: async () => (await import("./debt.js")).addDebt,
  diagnose: async () => (await import("./diagnose.js")).addDiagnose,
  doctor: async () => (await import("./doctor.js")).addDoctor,
  explain: async () => (await import("./explain.js")).addExplain,
  extract: async () => (await import("./extract.js")).addExtract,
  kernel: async () => (await import("./kernel.js")).addKernel,
  native: async () => (await import("./native.js")).addNative,
  promote: async () => (await import("./promote.js")).addPromote,
  report: async () => (await import("./report.js")).addReport,
  run: async () => (await import("./run.js")).addRun,
  sweep: async () => (await import("./sweep.js")).addSweep,
  sync: async () => (await import("./sync.js")).addSync,
  test: async () => (await import("./test.js")).addTest,
  treat: async () => (await import("./treat.js")).addTreat,
  watch: async () => (await import("./watch.js")).addWatch,
};
const [word = ""] = process.argv.slice(2);
const loading = Object.hasOwn(commands, word) ? [commands[word]!] : Object.values(commands);
for (const add of await Promise.all(loading.map((load) => load()))) add(program);

try {
  await program.parseAsync();
} catch (error) {
  // Commander has printed its own line; help and version are errors of code 0 to it.
  if (!(error instanceof CommanderError)) console.error(errorLine(error));
  if (process.env.DDX_DEBUG) console.error(error);
  process.exitCode = error instanceof CommanderError && error.exitCode === 0 ? 0 : isMisuse(error) ? 2 : 1;
}
