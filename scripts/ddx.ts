#!/usr/bin/env node
import {Command, CommanderError} from "commander";
import {version} from "../src/version.js";
import {addDebt} from "./debt.js";
import {addDiagnose} from "./diagnose.js";
import {addDoctor} from "./doctor.js";
import {addExplain} from "./explain.js";
import {addReport} from "./report.js";
import {addKernel} from "./kernel.js";
import {addNative} from "./native.js";
import {addPromote} from "./promote.js";
import {addRun} from "./run.js";
import {addExtract} from "./extract.js";
import {addSweep} from "./sweep.js";
import {addSync} from "./sync.js";
import {addTest} from "./test.js";
import {addTreat} from "./treat.js";
import {addWatch} from "./watch.js";
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

for (const add of [
  addDebt,
  addDiagnose,
  addDoctor,
  addExplain,
  addReport,
  addKernel,
  addNative,
  addPromote,
  addRun,
  addExtract,
  addSweep,
  addSync,
  addTest,
  addTreat,
  addWatch,
])
  add(program);

try {
  await program.parseAsync();
} catch (error) {
  // Commander has printed its own line; help and version are errors of code 0 to it.
  if (!(error instanceof CommanderError)) console.error(errorLine(error));
  if (process.env.DDX_DEBUG) console.error(error);
  process.exitCode = error instanceof CommanderError && error.exitCode === 0 ? 0 : isMisuse(error) ? 2 : 1;
}
