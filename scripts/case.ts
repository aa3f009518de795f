import {stat} from "node:fs/promises";
import {InvalidArgumentError, type Command} from "commander";
import type {Dataset} from "../src/case.js";
import type {LayersModel} from "@tensorflow/tfjs";
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
    .argument("<data>", "a CSV, TSV or JSON file, or a folder with the original files of MNIST or CIFAR")
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
  const [{loadModel}, {readJson}] = await Promise.all([import("../src/load/model.js"), import("../src/load/read.js")]);
  // A topology without weights draws them as it is loaded.
  const model = await seeded(flags.seed, () => loadModel(modelFile, flags));
  const oneHot = (model as unknown as {loss?: string}).loss === "categoricalCrossentropy";
  const isFolder = (await stat(dataFile).catch(() => undefined))?.isDirectory() ?? false;
  const data = isFolder ? await loadPictures(dataFile, {model, oneHot, flags}) : await loadTables(dataFile, {oneHot, flags});
  const history =
    flags.history === undefined
      ? undefined
      : ((await readJson(flags.history, {expected: "the JSON of a history"})) as Record<string, number[]>);
  const {epochs, batchSize, accept, seed} = flags;
  return {model, ...data, fit: {epochs, batchSize}, history, accept, seed};
}

interface Parts {
  train: Dataset;
  validation?: Dataset;
  test?: Dataset;
}

async function loadTables(file: string, {oneHot, flags}: {oneHot: boolean; flags: CaseFlags}): Promise<Parts> {
  const {loadTable} = await import("../src/load/table.js");
  const train = await loadTable(file, {...flags, oneHot});
  const further = async (other: string | undefined) =>
    other === undefined ? undefined : loadTable(other, {...flags, oneHot, like: train});
  return {train, validation: await further(flags.validation), test: await further(flags.test)};
}

/** The parts of a set of pictures, as the model takes them: `[n, 784]` for one that has no use for height and width. */
async function loadPictures(
  folder: string,
  {model, oneHot, flags}: {model: LayersModel; oneHot: boolean; flags: CaseFlags},
): Promise<Parts> {
  for (const name of ["target", "features", "validation", "test"] as const)
    if (flags[name] !== undefined) throw new RangeError(`--${name} is for a table, and ${folder} is a folder of pictures; leave it out`);
  const {loadFolder} = await import("../src/load/folder.js");
  const {train, test} = await loadFolder(folder, {oneHot});
  return {train: fitted(train, model), test: fitted(test, model)};
}

function fitted(set: Dataset, model: LayersModel): Dataset {
  const {values, shape} = set.x as {values: ArrayLike<number>; shape: readonly number[]};
  const row = model.inputs[0]!.shape.slice(1);
  const size = (lengths: readonly (number | null)[]) => lengths.reduce<number>((product, length) => product * (length ?? NaN), 1);
  return size(row) === size(shape.slice(1)) ? {...set, x: {values, shape: [shape[0]!, ...(row as number[])]}} : set;
}

/** A number above 0. */
export function positive(value: string): number {
  const number = Number(value);
  if (value.trim() === "" || !Number.isFinite(number) || number <= 0) throw new InvalidArgumentError("expected a number above 0.");
  return number;
}
