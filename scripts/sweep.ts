import type {Command} from "commander";
import {wholeNumber, words} from "./arguments.js";
import {loadCase, positive, withCase, type CaseFlags} from "./case.js";
import {meter} from "./meter.js";

interface Flags extends CaseFlags {
  arms?: string[];
  seeds?: number;
}

/** `ddx sweep MODEL DATA`: the big guns, each with its prediction. */
export function addSweep(program: Command): void {
  const command = program
    .command("sweep")
    .description(
      "try other optimizers, rates, batches, layers and regularisation on a saved model and its table, and say what is surely better",
    );
  withCase(command)
    .option("--arms <names>", "arms to try, separated by commas (all that apply)", words)
    .option("--seeds <n>", "fresh seeds that the finalists are confirmed on (10)", wholeNumber({least: 3}))
    .option("--budget <seconds>", "seconds of a reference machine that the fits may take (120)", positive)
    .option("--json", "print the findings as JSON")
    .addHelpText("after", "\nExample:\n  ddx sweep model.json cars.csv --target Miles_per_Gallon --loss meanSquaredError --epochs 30\n")
    .action(run);
}

async function run(modelFile: string, dataFile: string, flags: Flags): Promise<void> {
  const {sweep, text, useBackend} = await import("../src/index.js");
  await useBackend(undefined, {say: false});
  const subject = await loadCase({modelFile, dataFile}, flags);
  await useBackend();
  const bar = meter();
  const {arms, seeds, budget} = flags;
  const progress = ({doing, done, total}: {doing: string; done: number; total: number}) => bar.show(doing, done / total);
  const found = await sweep(subject, {arms, seeds, budget, progress}).finally(bar.done);
  const [summary, ...rest] = found;
  const style = {colour: process.stdout.isTTY, width: process.stdout.columns ?? 100};
  if (flags.json) return console.log(JSON.stringify(found, null, 1));
  console.log(text(summary!, style));
  for (const {about, verdict, summary: said} of rest) console.log(`\n${about.name}  ${verdict}\n   ${said}`);
}
