#!/usr/bin/env node
import {Command, CommanderError} from "commander";
import {version} from "../src/version.js";
import {addDiagnose} from "./diagnose.js";
import {addDoctor} from "./doctor.js";
import {addExplain} from "./explain.js";
import {addReport} from "./report.js";
import {addKernel} from "./kernel.js";
import {addNative} from "./native.js";
import {addRun} from "./run.js";
import {addExtract} from "./extract.js";
import {addTest} from "./test.js";

const program = new Command("ddx")
  .description("Finds out why a neural network does not learn: diagnose, explore in notebooks, test them, share reports.")
  .version(version)
  .exitOverride()
  .showHelpAfterError("(ddx --help shows what there is)");

for (const add of [addDiagnose, addDoctor, addExplain, addReport, addKernel, addNative, addRun, addExtract, addTest]) add(program);

try {
  await program.parseAsync();
} catch (error) {
  // Misuse exits with 2, an error with 1, both in one line; commander has printed its own.
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    console.error(`ddx: ${(error as Error)?.message ?? String(error)}`.split("\n")[0]);
    if (process.env.DDX_DEBUG) console.error(error);
    process.exitCode = 1;
  }
}
