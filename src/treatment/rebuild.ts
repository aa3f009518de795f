import * as tf from "@tensorflow/tfjs";
import type {Case, ModelSource} from "../case.js";
import {clone, copyOptimizer} from "../trial/blueprint.js";
import {bornNow, discard, free, isModel, ownOf} from "../trial/lifetime.js";

/** A layer as a model's configuration has it. */
export interface Entry {
  className: string;
  config: Record<string, unknown> & {name: string};
  /** What feeds it, in a functional model. */
  inboundNodes?: unknown;
}

/** How a model is to be other than the user's. */
export interface Rebuild {
  /** Changes the layers, those of nested models among them, in place; what it takes out of or puts into `siblings` of a Sequential model is out or in. */
  layers?: (entries: readonly Placed[]) => void;
  /** A loss by name, for each output. */
  loss?: string;
  metrics?: readonly string[];
  /** Makes the optimizer, from the user's own. */
  optimizer?: (own: tf.Optimizer) => tf.Optimizer;
  /** All weights are drawn anew by their initialisers, those too that a factory or a training has set. */
  renew?: boolean;
}

/** A layer with the list that it stands in. */
export interface Placed {
  entry: Entry;
  siblings: Entry[];
  /** True when layers can be taken out and put in by the list alone: the model around it is Sequential. */
  sequential: boolean;
  /** Name, node and tensor of each output of the functional model around it. */
  outputs?: [string, number, number][];
}

/** The case with its model rebuilt at each call: as its factory does, synchronously or not. What is not changed keeps the weights that the user's own model starts from. */
export function withModel(subject: Case, change: Rebuild): Case {
  const {model} = subject;
  return {...subject, model: factory(model, change)};
}

function factory(source: ModelSource, change: Rebuild): () => tf.LayersModel | Promise<tf.LayersModel> {
  if (isModel(source)) return () => rebuilt(source, change);
  return () => {
    const made = bornNow(source);
    const finish = ({model, mark}: {model: tf.LayersModel; mark: number}) => {
      try {
        return rebuilt(model, change);
      } finally {
        if (ownOf(model.optimizer, mark)) free(model.optimizer);
        discard(model, {optimizer: undefined});
      }
    };
    return made instanceof Promise ? made.then(finish) : finish(made);
  };
}

function rebuilt(model: tf.LayersModel, {layers, loss, metrics, optimizer, renew}: Rebuild): tf.LayersModel {
  const config = structuredClone(model.getConfig()) as unknown as Nest;
  const entries = () => entriesOf(config, {className: model.getClassName()});
  const starts = () => new Map(entries().map(({entry}) => [entry.config.name, startOf(entry)]));
  const before = starts();
  layers?.(entries());
  const kept = [...starts()].flatMap(([name, start]) => (before.get(name) === start ? [name] : []));
  // Building a Sequential model takes its configuration to pieces.
  const made = clone(model, config as never);
  if (!renew) keepWeights(made, {like: model, names: new Set(kept)});
  const own = model as unknown as {loss: string; metrics: string[]};
  made.compile({optimizer: (optimizer ?? copied)(model.optimizer), loss: loss ?? own.loss, metrics: metrics ? [...metrics] : own.metrics});
  return made;
}

/** What a layer's first weights are drawn by: one that is the same keeps the weights that the user's own starts with. */
const startOf = ({className, config}: Entry): string =>
  JSON.stringify([className, Object.entries(config).filter(([name]) => name.endsWith("Initializer"))]);

interface Nest {
  layers: Entry[];
  outputLayers?: [string, number, number][];
}

/** All layers of a configuration in the model's order, those of nested models and of wrappers over time in place of these. */
export function entriesOf({layers, outputLayers}: Nest, {className}: {className: string}): Placed[] {
  return layers.flatMap((entry) => {
    const {layers: nested, layer: wrapped, outputLayers: ends} = entry.config as unknown as Partial<Nest> & {layer?: Entry};
    if (Array.isArray(nested)) return entriesOf({layers: nested, outputLayers: ends}, entry);
    if (entry.className === overTime && wrapped) return entriesOf({layers: [wrapped]}, entry);
    return [{entry, siblings: layers, sequential: className === "Sequential", ...(outputLayers && {outputs: outputLayers})}];
  });
}

const overTime = "TimeDistributed";

/** The layers of a model as its configuration has them. */
export const layersOf = (model: tf.LayersModel): Placed[] =>
  entriesOf(structuredClone(model.getConfig()) as unknown as Nest, {className: model.getClassName()});

/** True for a layer with units or filters of its own. */
export const hasSize = ({entry}: Placed): boolean => "units" in entry.config || "filters" in entry.config;

/** Place of the last such layer, which gives the answer; -1 where there is none. */
export const lastSized = (layers: readonly Placed[]): number => layers.findLastIndex(hasSize);

/** Takes a layer out, or where others are wired to it lets it pass all. */
export function remove({entry, siblings, sequential}: Placed): void {
  if (sequential && siblings[0] !== entry) return void siblings.splice(siblings.indexOf(entry), 1);
  entry.className = "Activation";
  entry.config = {name: entry.config.name, activation: "linear", trainable: true};
}

/** The same optimizer afresh. */
const copied = (own: tf.Optimizer): tf.Optimizer => copyOptimizer(own, own.getConfig());

/** The same optimizer with another learning rate. */
export const atRate =
  (learningRate: number) =>
  (own: tf.Optimizer): tf.Optimizer =>
    copyOptimizer(own, {...own.getConfig(), learningRate});

/** Gives the layers of these names, wherever they are nested, the weights that those of the same names start with. */
function keepWeights(made: tf.LayersModel, {like, names}: {like: tf.LayersModel; names: ReadonlySet<string>}): void {
  const own = new Map(leaves(like).map((layer) => [layer.name, layer]));
  for (const layer of leaves(made)) {
    const from = own.get(layer.name);
    if (!from || !names.has(layer.name)) continue;
    if (shapes(layer) === shapes(from)) layer.setWeights(from.getWeights());
  }
}

const leaves = ({layers}: {layers: readonly tf.layers.Layer[]}): tf.layers.Layer[] =>
  layers.flatMap((layer) => {
    const {layers: nested, layer: wrapped} = layer as unknown as {layers?: tf.layers.Layer[]; layer?: tf.layers.Layer};
    if (Array.isArray(nested)) return leaves({layers: nested});
    return layer.getClassName() === overTime && wrapped ? leaves({layers: [wrapped]}) : [layer];
  });

const shapes = ({weights}: tf.layers.Layer): string => JSON.stringify(weights.map(({shape}) => shape));
