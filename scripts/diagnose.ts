import {InvalidArgumentError, Option, type Command} from "commander";
import type {Diagnosis} from "../src/finding.js";
import {words} from "./arguments.js";
import {loadCase, positive, withCase, type CaseFlags} from "./case.js";
import {writeWhole} from "./files.js";
import {meter} from "./meter.js";
import {nameAmong} from "./nearest.js";

interface Flags extends CaseFlags {
  checks?: string[];
  effort?: "quick" | "full";
  out?: string;
}

/** `ddx diagnose MODEL DATA`: a saved model and a table, diagnosed. */
export function addDiagnose(program: Command): void {
  const command = program
    .command("diagnose")
    .description("diagnose a saved model (tfjs's model.json or Keras's JSON) on a table (CSV, TSV or JSON)");
  withCase(command)
    .option("--history <file>", "JSON of the history of a fit that already happened")
    .option("--checks <names>", "checks to run, separated by commas (all)", words)
    .option("--accept <name=reason>", "an illness that is known and accepted: its failure becomes a warning; may be repeated", accepted)
    .addOption(new Option("--effort <effort>", "how much to try: a budget of 5 s or 30 s").choices(["quick", "full"]).default("full"))
    .option("--budget <seconds>", "seconds of a reference machine that experiments may take, instead of the effort's", positive)
    .option("--json", "print the diagnosis as JSON")
    .option("-o, --out <file>", "also write the diagnosis as JSON to a file, for ddx report")
    .addHelpText(
      "after",
      "\nExample:\n  ddx diagnose model.json penguins.csv --target species --loss categoricalCrossentropy --epochs 50\n",
    )
    .action(run);
}

async function run(modelFile: string, dataFile: string, flags: Flags): Promise<void> {
  const {diagnose, text, checks, useBackend} = await import("../src/index.js");
  const known = checks.map(({about}) => about.name);
  for (const name of [...(flags.checks ?? []), ...Object.keys(flags.accept ?? {})]) nameAmong(known, name);
  // Said only once all files are read, so that an error is one line.
  await useBackend(undefined, {say: false});
  const subject = await loadCase({modelFile, dataFile}, flags);
  await useBackend();
  const bar = meter();
  const {checks: chosen, effort, budget} = flags;
  const progress = ({check, done, total}: {check: string; done: number; total: number}) => bar.show(check, done / total);
  const diagnosis = await diagnose(subject, {checks: chosen, effort, budget, progress}).finally(bar.done);
  const json = JSON.stringify(diagnosis, null, 1);
  console.log(flags.json ? json : text(diagnosis, {colour: process.stdout.isTTY, width: process.stdout.columns ?? 100}));
  process.exitCode = isIll(diagnosis) ? 1 : 0;
  if (flags.out !== undefined) await writeWhole(flags.out, json);
}

const isIll = ({findings}: Diagnosis): boolean => findings.some(({verdict}) => verdict === "fail");

function accepted(value: string, before: Record<string, string> = {}): Record<string, string> {
  const [, name, reason] = /^([^=]+)=(.+)$/s.exec(value) ?? [];
  if (name === undefined || reason === undefined)
    throw new InvalidArgumentError('expected a check and a reason, such as class-imbalance="that is how the world is".');
  return {...before, [name.trim()]: reason.trim()};
}
