import {readFile} from "node:fs/promises";
import path from "node:path";
import * as tf from "@tensorflow/tfjs";

/** How to compile a model that was saved without its training configuration. */
export interface ModelOptions {
  /** tfjs's or Keras's name of a loss. */
  loss?: string;
  /** tfjs's name of an optimizer, such as `adam` or `sgd`. */
  optimizer?: string;
  learningRate?: number;
}

interface Saved {
  modelTopology?: {training_config?: object};
  trainingConfig?: object;
  weightsManifest?: {paths: string[]; weights: tf.io.WeightsManifestEntry[]}[];
}

/** Loads a layers model saved by tfjs (`model.json` and its weights) or the JSON of a Keras topology, and compiles it; throws one clear line when it cannot. */
export async function loadModel(file: string, {loss, optimizer, learningRate}: ModelOptions = {}): Promise<tf.LayersModel> {
  const saved = await readModel(file);
  const model = saved.weightsManifest?.length
    ? await withWeights(saved, file)
    : await tf.models.modelFromJSON({modelTopology: saved.modelTopology ?? saved} as unknown as tf.io.ModelJSON);
  const compiled = model as tf.LayersModel & {loss?: string};
  const chosen = loss ?? compiled.loss;
  if (!chosen) throw new Error(`${file} was saved without a loss; give --loss, such as --loss categoricalCrossentropy`);
  if (loss || optimizer || !compiled.optimizer) model.compile({loss: chosen, optimizer: makeOptimizer(optimizer ?? "adam", learningRate)});
  return model;
}

async function readModel(file: string): Promise<Saved> {
  const content = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new Error(`cannot read ${file}: ${error.code === "ENOENT" ? "there is no such file" : error.message}`);
  });
  try {
    return JSON.parse(content) as Saved;
  } catch (error) {
    throw new Error(`${file} is not the JSON of a model: ${(error as Error).message}`);
  }
}

async function withWeights({modelTopology, trainingConfig, weightsManifest}: Saved, file: string): Promise<tf.LayersModel> {
  const folder = path.dirname(file);
  const parts = await Promise.all(weightsManifest!.flatMap(({paths}) => paths.map((name) => readFile(path.join(folder, name)))));
  const bytes = new Uint8Array(Buffer.concat(parts));
  const artifacts = {
    modelTopology,
    trainingConfig,
    weightSpecs: weightsManifest!.flatMap(({weights}) => weights),
    weightData: bytes.buffer,
  } as tf.io.ModelArtifacts;
  return tf.loadLayersModel(tf.io.fromMemory(artifacts));
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
  if (!make) throw new Error(`expected an optimizer (${Object.keys(makers).join(", ")}), got ${name}`);
  return make(learningRate ?? (["sgd", "momentum"].includes(name.toLowerCase()) ? 0.01 : 0.001));
}
