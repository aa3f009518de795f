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
export async function blueprint(source: ModelSource, {seed, signal}: {seed: number; signal?: AbortSignal}): Promise<Blueprint> {
  if (isModel(source)) return fromModel(alive(source));
  if (typeof source !== "function")
    throw new TypeError(`expected model to be a compiled tf.LayersModel or a function that returns one, got ${typeof source}`);
  const build = () => born(() => call(source, signal));
  const first = await seeded(seed, build);
  let second: tf.LayersModel;
  try {
    second = await seeded(seed, build);
  } catch (error) {
    discard(first);
    throw error;
  }
  if (first === second) return fromModel(first);
  if (shareWeights(first, second)) {
    discard(second, {optimizer: notOf(first, second)});
    return {...fromModel(first), dispose: () => discard(first, {optimizer: notOf(second, first)})};
  }
  return fromFactory(build, {first, second});
}

/** Seconds that a model function may take: while it does, no other seeded task can run. */
const patience = 300;

/** Calls the user's model function; one that throws, waits for ever or is waited for no more is told in one line. */
async function call(source: () => unknown, signal: AbortSignal | undefined): Promise<unknown> {
  const late = AbortSignal.timeout(1000 * patience);
  const stop = signal ? AbortSignal.any([signal, late]) : late;
  const stopped = new Promise<never>((_, reject) => stop.addEventListener("abort", () => reject(stop.reason as Error), {once: true}));
  try {
    return await Promise.race([source(), stopped]);
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    if (late.aborted) throw new Error(`expected the model function to return a model, got none in ${patience} s`, {cause: error});
    throw new Error(`the model function threw: ${String((error as Error)?.message ?? error).split("\n")[0]}`, {cause: error});
  }
}

// The id of the last tensor before a model was made: what is younger belongs to the model.
const births = new WeakMap<tf.LayersModel, number>();

async function born(make: () => unknown): Promise<tf.LayersModel> {
  const mark = tf.scalar(0);
  mark.dispose();
  const model = alive(expectModel(await make()));
  if (!births.has(model)) births.set(model, mark.id);
  return model;
}

function alive(model: tf.LayersModel): tf.LayersModel {
  if (model.weights.some((weight) => valueOf(weight).isDisposed))
    throw new TypeError(
      "expected a model, got one that is disposed; keep it until the diagnosis is done, or pass a function that builds it",
    );
  return model;
}

/** True for a layers model of any copy of tfjs: recognised by what it can do. */
export const isModel = (value: unknown): value is tf.LayersModel =>
  typeof (value as tf.LayersModel)?.predict === "function" && Array.isArray((value as tf.LayersModel).layers);

/** The optimizer of a model, unless another one has the same: then it is the user's. */
const notOf = (other: tf.LayersModel, {optimizer}: tf.LayersModel) => (optimizer === other.optimizer ? undefined : optimizer);

/** True when a factory builds on layers from outside: training its models would change them. */
function shareWeights(a: tf.LayersModel, b: tf.LayersModel): boolean {
  const own = new Set(a.weights.map(valueOf));
  return b.weights.some((weight) => own.has(valueOf(weight)));
}

const valueOf = (weight: unknown): tf.Tensor => (weight as {val: tf.Tensor}).val;

function expectModel(value: unknown): tf.LayersModel {
  if (!isModel(value))
    throw new TypeError(`expected the model function to return a tf.LayersModel, got ${value === null ? "null" : typeof value}`);
  return value;
}

function fromModel(model: tf.LayersModel): Blueprint {
  const copy = async ({seed, renew}: Recipe) => {
    const made = await seeded(seed, () => born(() => clone(model)));
    made.layers.forEach((layer, i) => (layer.trainable = model.layers[i]!.trainable));
    if (!renew) made.setWeights(model.getWeights());
    else made.layers.forEach((layer, i) => layer.trainable || layer.setWeights(model.layers[i]!.getWeights()));
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
  const before = new Set(Object.values(tf.engine().registeredVariables));
  try {
    const make = model.constructor as unknown as {fromConfig(cls: unknown, config: unknown): tf.LayersModel};
    return make.fromConfig(make, model.getConfig());
  } catch (error) {
    // Cloning is synchronous: what is new is a part of the model that was not finished.
    for (const made of Object.values(tf.engine().registeredVariables)) if (!before.has(made)) made.dispose();
    throw new TypeError(
      `the model cannot be cloned (${(error as Error).message.split("\n")[0]!.slice(0, 100)}); pass a function that builds and compiles it: model: () => …`,
    );
  }
}

function fromFactory(build: () => Promise<tf.LayersModel>, {first, second}: {first: tf.LayersModel; second: tf.LayersModel}): Blueprint {
  // A factory may compile every model with one and the same optimizer: that one is the user's and is never disposed.
  const shared = first.optimizer === second.optimizer ? first.optimizer : undefined;
  const owned = (model: tf.LayersModel) => (model.optimizer === shared ? undefined : model.optimizer);
  discard(second, {optimizer: owned(second)});
  return {
    prototype: first,
    fresh: async (recipe) => {
      const model = await seeded(recipe.seed, build);
      const optimizer = owned(model);
      try {
        return finish(model, {like: model, recipe});
      } catch (error) {
        discard(model, {optimizer: undefined});
        throw error;
      } finally {
        free(optimizer);
      }
    },
    dispose: () => discard(first, {optimizer: owned(first)}),
  };
}

/** Frees a model of ours and its optimizer, unless that is the user's. */
export function discard(model: tf.LayersModel, {optimizer}: {optimizer: tf.Optimizer | undefined} = model): void {
  free(optimizer);
  // By age, not by tfjs's own count of uses: that one forgets layers that are called twice, and frees those that the user lent to a factory.
  const mark = births.get(model) ?? Infinity;
  for (const tensor of tensorsOf(model)) if (tensor.id > mark && !tensor.isDisposed) tensor.dispose();
}

function tensorsOf({layers}: {layers: readonly tf.layers.Layer[]}): tf.Tensor[] {
  return layers.flatMap((layer) => {
    const parts = layer as unknown as {layers?: tf.layers.Layer[]; layer?: tf.layers.Layer; states_?: unknown; keptStates?: unknown};
    const inner = [...(Array.isArray(parts.layers) ? parts.layers : []), ...(parts.layer ? [parts.layer] : [])];
    const weights = layer.weights.map(valueOf);
    const states = [parts.states_, parts.keptStates]
      .flat(2)
      .filter((state): state is tf.Tensor => typeof (state as tf.Tensor)?.dispose === "function");
    return [...weights, ...states, ...tensorsOf({layers: inner})];
  });
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
