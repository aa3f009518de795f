import {readFile} from "node:fs/promises";
import path from "node:path";
import * as tf from "@tensorflow/tfjs";
import {describe, list, readJson} from "./read.js";

/** How to compile a model that was saved without its training configuration. */
export interface ModelOptions {
  /** tfjs's or Keras's name of a loss. */
  loss?: string;
  /** tfjs's name of an optimizer, such as `adam` or `sgd`. */
  optimizer?: string;
  learningRate?: number;
}

interface Saved {
  format?: string;
  class_name?: string;
  modelTopology?: {training_config?: object};
  trainingConfig?: object;
  weightsManifest?: {paths: string[]; weights: tf.io.WeightsManifestEntry[]}[];
}

/** Loads a layers model saved by tfjs (`model.json` and its weights) or the JSON of a Keras topology, and compiles it; throws one clear line when it cannot. */
export async function loadModel(file: string, {loss, optimizer, learningRate}: ModelOptions = {}): Promise<tf.LayersModel> {
  const saved = await readModel(file);
  const chosenLoss = loss === undefined ? undefined : lossNamed(loss);
  const model = await build(saved, file);
  const compiled = model as tf.LayersModel & {loss?: string};
  const wanted = chosenLoss ?? compiled.loss;
  if (!wanted) throw new RangeError(`${file} was saved without a loss; give --loss, such as --loss categoricalCrossentropy`);
  if (loss || optimizer || !compiled.optimizer) model.compile({loss: wanted, optimizer: makeOptimizer(optimizer ?? "adam", learningRate)});
  return model;
}

async function readModel(file: string): Promise<Saved> {
  const expected = "the JSON of a model";
  const saved = (await readJson(file, {expected})) as Saved | null;
  if (saved?.format === "graph-model")
    throw new TypeError(
      `expected a layers model in ${file}, got a graph model of tfjs, which cannot be trained; convert it as a layers model`,
    );
  if (!saved?.modelTopology && !saved?.class_name)
    throw new TypeError(`expected ${expected} in ${file} (tfjs's model.json or Keras's to_json()), got ${describe(saved)}`);
  return saved;
}

async function build(saved: Saved, file: string): Promise<tf.LayersModel> {
  if (saved.weightsManifest?.length) return withWeights(saved, file);
  return tf.models
    .modelFromJSON({modelTopology: saved.modelTopology ?? saved} as unknown as tf.io.ModelJSON)
    .catch((error: Error) => unloadable(file, error));
}

function unloadable(file: string, error: Error): never {
  const reason = String(error.message).split("\n")[0]!;
  throw new TypeError(`tfjs cannot make a model of ${file}: ${reason.length > 200 ? `${reason.slice(0, 200)}…` : reason}`, {cause: error});
}

async function withWeights({modelTopology, trainingConfig, weightsManifest}: Saved, file: string): Promise<tf.LayersModel> {
  const folder = path.dirname(file);
  const parts = await Promise.all(weightsManifest!.flatMap(({paths}) => paths.map((name) => readWeights(path.join(folder, name), file))));
  const bytes = new Uint8Array(Buffer.concat(parts));
  const artifacts = {
    modelTopology,
    trainingConfig,
    weightSpecs: weightsManifest!.flatMap(({weights}) => weights),
    weightData: bytes.buffer,
  } as tf.io.ModelArtifacts;
  return tf.loadLayersModel(tf.io.fromMemory(artifacts)).catch((error: Error) => unloadable(file, error));
}

const readWeights = (weights: string, file: string): Promise<Buffer> =>
  readFile(weights).catch((error: NodeJS.ErrnoException) => {
    throw new RangeError(
      `cannot read ${weights}, the weights of ${file}: ${error.code === "ENOENT" ? "there is no such file" : error.message}`,
    );
  });

const losses: readonly string[] = [
  "binaryCrossentropy",
  "categoricalCrossentropy",
  "sparseCategoricalCrossentropy",
  "meanSquaredError",
  "meanAbsoluteError",
  "meanAbsolutePercentageError",
  "meanSquaredLogarithmicError",
  "hinge",
  "squaredHinge",
  "categoricalHinge",
  "logcosh",
  "kullbackLeiblerDivergence",
  "poisson",
  "cosineProximity",
];

/** Keras writes `mean_squared_error` where tfjs writes `meanSquaredError`. */
function lossNamed(name: string): string {
  const bare = (text: string) => text.replaceAll("_", "").toLowerCase();
  const found = losses.find((each) => bare(each) === bare(name));
  if (!found) throw new RangeError(`expected a loss (${list(losses, {most: losses.length})}), got ${name}`);
  return found;
}

function makeOptimizer(name: string, learningRate?: number): tf.Optimizer {
  const makers: Record<string, (rate: number) => tf.Optimizer> = {
    sgd: tf.train.sgd,
    momentum: (rate) => tf.train.momentum(rate, 0.9),
    adam: tf.train.adam,
    rmsprop: tf.train.rmsprop,
    adagrad: tf.train.adagrad,
    adamax: tf.train.adamax,
    adadelta: tf.train.adadelta,
  };
  const make = makers[name.toLowerCase()];
  if (!make) throw new RangeError(`expected an optimizer (${Object.keys(makers).join(", ")}), got ${name}`);
  return make(learningRate ?? (["sgd", "momentum"].includes(name.toLowerCase()) ? 0.01 : 0.001));
}
