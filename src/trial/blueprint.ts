import * as tf from "@tensorflow/tfjs";
import type {ModelSource} from "../case.js";
import type {Change} from "../check.js";
import {seeded} from "../math/random.js";
import {stableNames} from "./names.js";
import {flatten} from "./network.js";
import {breathe} from "./breath.js";
import {blame, firstLine} from "./blame.js";
import {alive, born, discard, free, freeFailedSteps, isModel, valueOf} from "./lifetime.js";

/** Makes compiled copies of the case's network; never touches the user's own. */
export interface Blueprint {
  /** A copy to read facts from; untouched, with the weights that the user gave. */
  prototype: tf.LayersModel;
  /** True when copies start from the prototype's weights: a model was given; false when a function builds them. */
  given: boolean;
  /** A compiled copy: with the user's weights (`given`, when a model was given) or freshly initialised ones. */
  fresh(options: Recipe): Promise<tf.LayersModel>;
  /** Frees what the blueprint holds. */
  dispose(): void;
}

/** What a copy is made with. */
export interface Recipe extends Pick<Change, "optimizer" | "bare" | "widen"> {
  /** Seed of the initial weights. */
  seed: number;
  /** New initial weights even when a model was given. */
  renew?: boolean;
}

/** Opens the case's model source; throws a clear line for what is neither a model nor a factory of one. */
export async function blueprint(source: ModelSource, {seed, signal}: {seed: number; signal?: AbortSignal}): Promise<Blueprint> {
  if (isModel(source)) return copies(alive(source));
  if (typeof source !== "function")
    throw new TypeError(`expected model to be a compiled tf.LayersModel or a function that returns one, got ${typeof source}`);
  const build = () => born(() => call(source, signal));
  const first = await seeded(seed, build);
  let second: tf.LayersModel;
  try {
    await breathe();
    second = await seeded(seed, build);
  } catch (error) {
    discard(first);
    throw error;
  }
  if (first === second) return copies(first);
  discard(second, {optimizer: ownOptimizer(second, first)});
  const made = shareWeights(first, second) ? copies(first) : fromFactory(build, first);
  return {...made, dispose: () => discard(first, {optimizer: ownOptimizer(first, second)})};
}

/** Seconds that a model function may take: while it does, no other seeded task can run. */
const patience = 300;

/** Calls the user's model function; one that throws, waits for ever or is waited for no more is told in one line. */
async function call(source: () => unknown, signal: AbortSignal | undefined): Promise<unknown> {
  const late = AbortSignal.timeout(1000 * patience);
  const stop = signal ? AbortSignal.any([signal, late]) : late;
  const stopped = new Promise<never>((_, reject) => stop.addEventListener("abort", () => reject(stop.reason as Error), {once: true}));
  // A function that throws at once is never raced with it: nobody would hear of its end.
  stopped.catch(() => undefined);
  try {
    return await Promise.race([source(), stopped]);
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    if (late.aborted) throw new Error(`expected the model function to return a model, got none in ${patience} s`, {cause: error});
    throw blame(new Error(`the model function threw: ${firstLine(error)}`, {cause: error}));
  }
}

/** A model's optimizer; none when a factory compiles another one with it too: that one is the user's and is never disposed. */
const ownOptimizer = ({optimizer}: tf.LayersModel, other: tf.LayersModel) => (optimizer === other.optimizer ? undefined : optimizer);

/** True when a factory builds on layers from outside: training its models would change them. */
function shareWeights(a: tf.LayersModel, b: tf.LayersModel): boolean {
  const own = new Set(a.weights.map(valueOf));
  return b.weights.some((weight) => own.has(valueOf(weight)));
}

/** A blueprint of one model, which stays the caller's to free; its copies start from its weights, unless these are not `given` but drawn as it was built. */
export function copies(model: tf.LayersModel, {given = true} = {}): Blueprint {
  const copy = async ({seed, renew}: Recipe) => {
    const made = await seeded(seed, () => born(() => clone(model)));
    freeze(made, flags(model));
    if (given) copyWeights(made, {from: model, frozenOnly: renew});
    return made;
  };
  return {
    prototype: model,
    given,
    fresh: async (recipe) => finish(recipe.widen ? await widened(model, recipe) : await copy(recipe), {like: model, recipe}),
    dispose: () => undefined,
  };
}

interface Parent {
  layers: readonly tf.layers.Layer[];
}

const isParent = (layer: object): layer is Parent => Array.isArray((layer as Partial<Parent>).layers);

/** All layers of a model, those of a nested one before it: freezing that one freezes them too. */
const everyLayer = ({layers}: Parent): tf.layers.Layer[] =>
  layers.flatMap((layer) => [...(isParent(layer) ? everyLayer(layer) : []), layer]);

/** Whether each layer of a model learns, nested ones too. */
export const flags = (model: tf.LayersModel): boolean[] => everyLayer(model).map(({trainable}) => trainable);

/** Sets what {@link flags} has told of a model of the same topology. */
export const freeze = (model: tf.LayersModel, learns: readonly boolean[]): void =>
  everyLayer(model).forEach((layer, i) => (layer.trainable = learns[i]!));

/** The layers that hold weights, and whether they or a model around them are frozen. */
const holders = ({layers}: Parent, frozen = false): {layer: tf.layers.Layer; frozen: boolean}[] =>
  layers.flatMap((layer) => {
    const still = frozen || !layer.trainable;
    return isParent(layer) ? holders(layer, still) : [{layer, frozen: still}];
  });

/** All weights layer by layer: `getWeights` puts frozen ones last, and `setWeights` does not. */
export const weightsOf = (model: tf.LayersModel): tf.LayerVariable[] => holders(model).flatMap(({layer}) => layer.weights);

function copyWeights(model: tf.LayersModel, {from, frozenOnly = false}: {from: tf.LayersModel; frozenOnly?: boolean}): void {
  const given = holders(from);
  holders(model).forEach(({layer}, i) => {
    if (given[i]!.frozen || !frozenOnly) layer.weights.forEach((weight, j) => weight.write(given[i]!.layer.weights[j]!.read()));
  });
}

/** Builds a model of the same topology by the class of the model itself: it may be of another copy of tfjs, whose classes must not be mixed with ours. */
export const clone = (model: tf.LayersModel, config = model.getConfig()): tf.LayersModel => construct(model.constructor, config);

/** Builds a model of a class of tfjs's by its configuration; one that fails leaves nothing behind. */
export function construct(kind: object, config: unknown): tf.LayersModel {
  const before = new Set(Object.values(tf.engine().registeredVariables));
  try {
    const make = kind as {fromConfig(cls: unknown, config: unknown): tf.LayersModel};
    return make.fromConfig(make, config);
  } catch (error) {
    // Cloning is synchronous: what is new is a part of the model that was not finished.
    for (const made of Object.values(tf.engine().registeredVariables)) if (!before.has(made)) made.dispose();
    throw new TypeError(
      `the model cannot be cloned (${(error as Error).message.split("\n")[0]!.slice(0, 100)}); pass a function that builds and compiles it: model: () => …`,
    );
  }
}

function fromFactory(build: () => Promise<tf.LayersModel>, first: tf.LayersModel): Omit<Blueprint, "dispose"> {
  return {
    prototype: first,
    given: false,
    fresh: async (recipe) => {
      const model = await seeded(recipe.seed, build);
      const optimizer = ownOptimizer(model, first);
      try {
        if (!recipe.widen) return finish(model, {like: model, recipe});
        const wide = finish(await widened(model, recipe), {like: model, recipe});
        discard(model, {optimizer: undefined});
        return wide;
      } catch (error) {
        discard(model, {optimizer: undefined});
        throw error;
      } finally {
        free(optimizer);
      }
    },
  };
}

/** A copy of a model with more units in some of its layers, freshly initialised. */
async function widened(model: tf.LayersModel, {seed, widen}: Recipe): Promise<tf.LayersModel> {
  const {layers, units} = widen!;
  const names = stableNames(flatten(model));
  const chosen = new Set([...names].filter(([, name]) => layers.includes(name)).map(([own]) => own));
  const config = structuredClone(model.getConfig());
  setUnits(config, {chosen, units});
  return seeded(seed, () => born(() => clone(model, config)));
}

/** Sets the units of the layers of these names in the configuration of a model, however nested. */
function setUnits(config: unknown, {chosen, units}: {chosen: ReadonlySet<string>; units: number}): void {
  if (typeof config !== "object" || config === null) return;
  const layer = config as Record<string, unknown>;
  if (typeof layer.name === "string" && chosen.has(layer.name) && typeof layer.units === "number") layer.units = units;
  for (const part of Object.values(layer)) setUnits(part, {chosen, units});
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
  freeFailedSteps(model);
  return model;
}

/** A fresh optimizer of the same class and options. */
export function copyOptimizer(optimizer: tf.Optimizer, config: object): tf.Optimizer {
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
