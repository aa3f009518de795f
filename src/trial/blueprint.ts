import * as tf from "@tensorflow/tfjs";
import type {ModelSource} from "../case.js";
import type {Change} from "../check.js";
import {seeded} from "../math/random.js";

/** Makes compiled copies of the case's network; never touches the user's own. */
export interface Blueprint {
  /** A copy to read facts from; untouched, with the weights that the user gave. */
  prototype: tf.LayersModel;
  /** A compiled copy: with the user's weights (`given`, when a model was given) or freshly initialised ones. */
  fresh(options: Recipe): Promise<tf.LayersModel>;
  /** Frees what the blueprint holds. */
  dispose(): void;
}

/** What a copy is made with. */
export interface Recipe extends Pick<Change, "optimizer" | "bare"> {
  /** Seed of the initial weights. */
  seed: number;
  /** New initial weights even when a model was given. */
  renew?: boolean;
}

/** Opens the case's model source; throws a clear line for what is neither a model nor a factory of one. */
export async function blueprint(source: ModelSource, {seed}: {seed: number}): Promise<Blueprint> {
  if (isModel(source)) return fromModel(source);
  if (typeof source !== "function")
    throw new TypeError(`expected model to be a compiled tf.LayersModel or a function that returns one, got ${typeof source}`);
  const first = expectModel(await seeded(seed, source));
  const second = expectModel(await seeded(seed, source));
  if (first === second) return fromModel(first);
  return fromFactory(source, {first, second});
}

/** True for a layers model of any copy of tfjs: recognised by what it can do. */
export const isModel = (value: unknown): value is tf.LayersModel =>
  typeof (value as tf.LayersModel)?.predict === "function" && Array.isArray((value as tf.LayersModel).layers);

function expectModel(value: unknown): tf.LayersModel {
  if (!isModel(value))
    throw new TypeError(`expected the model function to return a tf.LayersModel, got ${value === null ? "null" : typeof value}`);
  return value;
}

function fromModel(model: tf.LayersModel): Blueprint {
  const copy = async ({seed, renew}: Recipe) => {
    const made = await seeded(seed, () => clone(model));
    made.layers.forEach((layer, i) => (layer.trainable = model.layers[i]!.trainable));
    if (!renew) made.setWeights(model.getWeights());
    return made;
  };
  return {
    prototype: model,
    fresh: async (recipe) => finish(await copy(recipe), {like: model, recipe}),
    dispose: () => undefined,
  };
}

/** Builds a model of the same topology by the class of the model itself: it may be of another copy of tfjs, whose classes must not be mixed with ours. */
function clone(model: tf.LayersModel): tf.LayersModel {
  try {
    const make = model.constructor as unknown as {fromConfig(cls: unknown, config: unknown): tf.LayersModel};
    return make.fromConfig(make, model.getConfig());
  } catch (error) {
    throw new TypeError(
      `the model cannot be cloned (${(error as Error).message}); pass a function that builds and compiles it: model: () => …`,
    );
  }
}

function fromFactory(
  source: () => tf.LayersModel | Promise<tf.LayersModel>,
  {first, second}: {first: tf.LayersModel; second: tf.LayersModel},
): Blueprint {
  // A factory may compile every model with one and the same optimizer: that one is the user's and is never disposed.
  const shared = first.optimizer === second.optimizer ? first.optimizer : undefined;
  const owned = (model: tf.LayersModel) => (model.optimizer === shared ? undefined : model.optimizer);
  discard(second, owned(second));
  return {
    prototype: first,
    fresh: async (recipe) => {
      const model = await seeded(recipe.seed, source);
      const optimizer = owned(model);
      const finished = finish(model, {like: model, recipe});
      free(optimizer);
      return finished;
    },
    dispose: () => discard(first, owned(first)),
  };
}

/** Frees a model of ours and its optimizer. */
export function discard(model: tf.LayersModel, optimizer: tf.Optimizer | undefined = model.optimizer): void {
  free(optimizer);
  model.dispose();
}

/** Frees an optimizer, and the rate that tfjs's momentum optimizer forgets. */
function free(optimizer: tf.Optimizer | undefined): void {
  optimizer?.dispose();
  const rate = (optimizer as unknown as {c?: tf.Tensor} | undefined)?.c;
  if (rate && !rate.isDisposed) rate.dispose();
}

function finish(model: tf.LayersModel, {like, recipe}: {like: tf.LayersModel; recipe: Recipe}): tf.LayersModel {
  const {loss, metrics} = like as unknown as {loss: string; metrics: string[]};
  const {name, learningRate, factor = 1} = recipe.optimizer ?? {};
  const config = like.optimizer.getConfig();
  const rate = learningRate ?? (config.learningRate as number) * factor;
  // By name or by the class of the user's own: an optimizer of another copy of tfjs would be refused.
  model.compile({optimizer: name ?? copyOptimizer(like.optimizer, {...config, learningRate: rate}), loss, metrics});
  if (name) (model.optimizer as unknown as {learningRate: number}).learningRate = rate;
  if (recipe.bare) strip(model);
  return model;
}

function copyOptimizer(optimizer: tf.Optimizer, config: object): tf.Optimizer {
  const make = optimizer.constructor as unknown as {fromConfig(cls: unknown, config: object): tf.Optimizer};
  return make.fromConfig(make, config);
}

/** Switches off what keeps a network from memorising: dropout, noise, weight penalties. */
function strip(model: {layers: readonly tf.layers.Layer[]}): void {
  for (const layer of model.layers) {
    const parts = layer as unknown as {layers?: tf.layers.Layer[]; layer?: tf.layers.Layer; cell?: object; _losses: unknown[]};
    if (Array.isArray(parts.layers)) strip({layers: parts.layers});
    if (parts.layer) strip({layers: [parts.layer]});
    parts._losses = [];
    silence(layer);
    if (parts.cell) silence(parts.cell);
  }
}

function silence(part: object): void {
  const knobs = part as Record<string, unknown>;
  for (const knob of ["rate", "stddev", "dropout", "recurrentDropout"]) if (typeof knobs[knob] === "number") knobs[knob] = 0;
}
