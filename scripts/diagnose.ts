import {readFile} from "node:fs/promises";
import type {Command} from "commander";
import {meter} from "./meter.js";
import {writeWhole} from "./files.js";

interface Flags {
  target?: string;
  features?: string[];
  loss?: string;
  optimizer?: string;
  learningRate?: number;
  epochs?: number;
  batchSize?: number;
  history?: string;
  budget?: number;
  seed?: number;
  json?: boolean;
  output?: string;
}

/** `ddx diagnose MODEL DATA`: a saved model and a table, diagnosed. */
export function addDiagnose(program: Command): void {
  program
    .command("diagnose")
    .description("diagnose a saved model (tfjs's model.json or Keras's JSON) on a table (CSV, TSV or JSON)")
    .argument("<model>", "model.json")
    .argument("<data>", "a CSV, TSV or JSON file")
    .option("--target <column>", "the column to predict")
    .option("--features <columns>", "columns to predict from, separated by commas (all others)", (list: string) => list.split(","))
    .option("--loss <name>", "loss, when the model was saved without one")
    .option("--optimizer <name>", "optimizer, when the model was saved without one (adam)")
    .option("--learning-rate <rate>", "learning rate", Number)
    .option("--epochs <n>", "epochs that you train for (10)", Number)
    .option("--batch-size <n>", "rows a batch (32)", Number)
    .option("--history <file>", "JSON of the history of a fit that already happened")
    .option("--budget <seconds>", "seconds that experiments may take (30)", Number)
    .option("--seed <n>", "seed of all randomness (1)", Number)
    .option("--json", "print the diagnosis as JSON")
    .option("-o, --output <file>", "also write the diagnosis as JSON to a file, for ddx report")
    .addHelpText(
      "after",
      "\nExample:\n  ddx diagnose model.json penguins.csv --target species --loss categoricalCrossentropy --epochs 50\n",
    )
    .action(run);
}

async function run(modelFile: string, dataFile: string, flags: Flags): Promise<void> {
  const [{diagnose, text}, {loadModel}, {loadTable}, {useBackend}] = await Promise.all([
    import("../src/index.js"),
    import("../src/load/model.js"),
    import("../src/load/table.js"),
    import("../src/backend/backend.js"),
  ]);
  await useBackend();
  const model = await loadModel(modelFile, flags);
  const loss = (model as unknown as {loss?: string}).loss;
  const train = await loadTable(dataFile, {...flags, oneHot: loss === "categoricalCrossentropy"});
  const history = flags.history === undefined ? undefined : JSON.parse(await readFile(flags.history, "utf8"));
  const fit = {epochs: flags.epochs ?? 10, batchSize: flags.batchSize ?? 32};
  const bar = meter();
  const diagnosis = await diagnose(
    {model, train, fit, history, seed: flags.seed ?? 1},
    {budget: flags.budget ?? 30, progress: ({check, done, total}) => bar.show(`${done}/${total} ${check}`)},
  );
  bar.done();
  if (flags.output) await writeWhole(flags.output, JSON.stringify(diagnosis, null, 1));
  console.log(
    flags.json ? JSON.stringify(diagnosis, null, 1) : text(diagnosis, {colour: process.stdout.isTTY, width: process.stdout.columns ?? 100}),
  );
  process.exitCode = diagnosis.findings.some(({verdict}) => verdict === "fail") ? 1 : 0;
}
