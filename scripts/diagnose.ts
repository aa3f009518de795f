import {InvalidArgumentError, Option, type Command} from "commander";
import type {Diagnosis} from "../src/finding.js";
import {wholeNumber, words} from "./arguments.js";
import {writeWhole} from "./files.js";
import {meter} from "./meter.js";
import {nameAmong} from "./nearest.js";

interface Flags {
  target?: string;
  features?: string[];
  validation?: string;
  test?: string;
  loss?: string;
  optimizer?: string;
  learningRate?: number;
  epochs: number;
  batchSize: number;
  history?: string;
  checks?: string[];
  accept?: Record<string, string>;
  effort?: "quick" | "full";
  budget?: number;
  seed: number;
  json?: boolean;
  out?: string;
}

/** `ddx diagnose MODEL DATA`: a saved model and a table, diagnosed. */
export function addDiagnose(program: Command): void {
  program
    .command("diagnose")
    .description("diagnose a saved model (tfjs's model.json or Keras's JSON) on a table (CSV, TSV or JSON)")
    .argument("<model>", "model.json")
    .argument("<data>", "a CSV, TSV or JSON file")
    .option("--target <column>", "the column to predict")
    .option("--features <columns>", "columns to predict from, separated by commas (all others)", words)
    .option("--validation <file>", "a table with the same columns: rows to choose by")
    .option("--test <file>", "a table with the same columns: rows to judge by")
    .option("--loss <name>", "loss, when the model was saved without one")
    .option("--optimizer <name>", "optimizer, when the model was saved without one (adam)")
    .option("--learning-rate <rate>", "learning rate", positive)
    .option("--epochs <n>", "epochs that you train for", wholeNumber({least: 1}), 10)
    .option("--batch-size <n>", "rows a batch", wholeNumber({least: 1}), 32)
    .option("--history <file>", "JSON of the history of a fit that already happened")
    .option("--checks <names>", "checks to run, separated by commas (all)", words)
    .option("--accept <name=reason>", "an illness that is known and accepted: its failure becomes a warning; may be repeated", accepted)
    .addOption(new Option("--effort <effort>", "how much to try: a budget of 5 s or 30 s").choices(["quick", "full"]).default("full"))
    .option("--budget <seconds>", "seconds of a reference machine that experiments may take, instead of the effort's", positive)
    .option("--seed <n>", "seed of all randomness", wholeNumber({least: 0}), 1)
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

async function loadCase({modelFile, dataFile}: {modelFile: string; dataFile: string}, flags: Flags) {
  const [{loadModel}, {loadTable}, {readJson}] = await Promise.all([
    import("../src/load/model.js"),
    import("../src/load/table.js"),
    import("../src/load/read.js"),
  ]);
  const model = await loadModel(modelFile, flags);
  const oneHot = (model as unknown as {loss?: string}).loss === "categoricalCrossentropy";
  const train = await loadTable(dataFile, {...flags, oneHot});
  const further = async (file: string | undefined) => (file === undefined ? undefined : loadTable(file, {...flags, oneHot, like: train}));
  const history =
    flags.history === undefined
      ? undefined
      : ((await readJson(flags.history, {expected: "the JSON of a history"})) as Record<string, number[]>);
  const {epochs, batchSize, accept, seed} = flags;
  return {
    model,
    train,
    validation: await further(flags.validation),
    test: await further(flags.test),
    fit: {epochs, batchSize},
    history,
    accept,
    seed,
  };
}

const isIll = ({findings}: Diagnosis): boolean => findings.some(({verdict}) => verdict === "fail");

function positive(value: string): number {
  const number = Number(value);
  if (value.trim() === "" || !Number.isFinite(number) || number <= 0) throw new InvalidArgumentError("expected a number above 0.");
  return number;
}

function accepted(value: string, before: Record<string, string> = {}): Record<string, string> {
  const [, name, reason] = /^([^=]+)=(.+)$/s.exec(value) ?? [];
  if (name === undefined || reason === undefined)
    throw new InvalidArgumentError('expected a check and a reason, such as class-imbalance="that is how the world is".');
  return {...before, [name.trim()]: reason.trim()};
}
