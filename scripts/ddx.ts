#!/usr/bin/env node
import {Command} from "commander";

const program = new Command("ddx")
  .description("Finds out why a neural network does not learn: diagnose, explore in notebooks, test them, share reports.")
  .showHelpAfterError("(ddx --help shows what there is)");

await program.parseAsync();
