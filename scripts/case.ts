import {InvalidArgumentError, type Command} from "commander";
import {seeded} from "../src/math/random.js";
import {wholeNumber, words} from "./arguments.js";

/** What a command is told of a saved model and its table. */
export interface CaseFlags {
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
  accept?: Record<string, string>;
  budget?: number;
  seed: number;
  json?: boolean;
}

/** A command about a saved model and a table: its arguments, and what it must be told to train. */
export const withCase = (command: Command): Command =>
  command
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
    .option("--seed <n>", "seed of all randomness", wholeNumber({least: 0}), 1);

/** Reads the files of a command into a case. */
export async function loadCase({modelFile, dataFile}: {modelFile: string; dataFile: string}, flags: CaseFlags) {
  const [{loadModel}, {loadTable}, {readJson}] = await Promise.all([
    import("../src/load/model.js"),
    import("../src/load/table.js"),
    import("../src/load/read.js"),
  ]);
  // A topology without weights draws them as it is loaded.
  const model = await seeded(flags.seed, () => loadModel(modelFile, flags));
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

/** A number above 0. */
export function positive(value: string): number {
  const number = Number(value);
  if (value.trim() === "" || !Number.isFinite(number) || number <= 0) throw new InvalidArgumentError("expected a number above 0.");
  return number;
}
