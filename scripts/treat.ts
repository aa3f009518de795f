import type {Command} from "commander";
import {words} from "./arguments.js";
import {loadCase, positive, withCase, type CaseFlags} from "./case.js";
import {meter} from "./meter.js";
import {nameAmong} from "./nearest.js";

interface Flags extends CaseFlags {
  only?: string[];
}

/** `ddx treat MODEL DATA`: each suspect's remedy, tried on a copy. */
export function addTreat(program: Command): void {
  const command = program
    .command("treat")
    .description("try each suspect's remedy on a copy of a saved model and its table, and say what helps");
  withCase(command)
    .option("--only <names>", "illnesses to treat, separated by commas (all suspects)", words)
    .option("--budget <seconds>", "seconds of a reference machine that diagnoses and fits may take (120)", positive)
    .option("--json", "print the treatments as JSON")
    .addHelpText("after", "\nExample:\n  ddx treat model.json penguins.csv --target species --loss categoricalCrossentropy --epochs 50\n")
    .action(run);
}

async function run(modelFile: string, dataFile: string, flags: Flags): Promise<void> {
  const {checks, text, treat, useBackend} = await import("../src/index.js");
  const known = checks.map(({about}) => about.name);
  for (const name of flags.only ?? []) nameAmong(known, name);
  await useBackend(undefined, {say: false});
  const subject = await loadCase({modelFile, dataFile}, flags);
  await useBackend();
  const bar = meter();
  const {only, budget} = flags;
  const progress = ({doing, spent, budget}: {doing: string; spent: number; budget: number}) => bar.show(doing, spent / budget);
  const {cured, ...told} = await treat(subject, {only, budget, progress}).finally(bar.done);
  const {treatments, suspects} = told;
  console.log(
    flags.json
      ? JSON.stringify(told, null, 1)
      : text({cured, treatments, suspects}, {colour: process.stdout.isTTY, width: process.stdout.columns ?? 100}),
  );
  process.exitCode = cured || suspects.length === 0 ? 0 : 1;
}
