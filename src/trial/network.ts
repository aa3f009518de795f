import type * as tf from "@tensorflow/tfjs";
import type {LayerFacts, Network, OutputFacts} from "../check.js";
import {feeders, innermost, place, type Placed} from "./graph.js";
import {stable, stableNames} from "./names.js";

/** tfjs-layers' internals that its declarations leave out. */
interface Internals {
  activation?: {getClassName?: () => string};
  /** A recurrent layer's cell, a wrapper's layer, and the first of a bidirectional one. */
  cell?: {activation?: {getClassName?: () => string}};
  layer?: tf.layers.Layer;
  forwardLayer?: tf.layers.Layer;
  inboundNodes: {inboundLayers: tf.layers.Layer[]}[];
}

/** Reads the facts of a compiled model without running it; throws a clear line for a model that is not compiled. */
export function readNetwork(model: tf.LayersModel): Network {
  const compiled = model as tf.LayersModel & {optimizer?: tf.Optimizer; loss?: unknown; metrics?: unknown};
  if (!compiled.loss || !compiled.optimizer)
    throw new TypeError("expected a compiled model, got one without loss and optimizer; call model.compile({optimizer, loss}) first");
  const names = stableNames(flatten(model));
  const layers = readLayers(model);
  return {
    layers,
    outputs: model.outputs.map((output, i) => readOutput(model, {output, index: i, names})),
    inputs: model.inputs.map((input, i) => ({name: stable(model.inputNames[i]!, names), shape: input.shape.slice(1)})),
    optimizer: {
      name: compiled.optimizer.getClassName(),
      learningRate: (compiled.optimizer as unknown as {learningRate?: number}).learningRate,
    },
    metrics: metricNames(compiled.metrics),
    parameters: model.countParams(),
    trainable: layers.reduce((sum, layer) => sum + layer.trainable, 0),
  };
}

/** The facts of a model's layers, nested models flattened; it need not be compiled. */
export function readLayers(model: tf.LayersModel): LayerFacts[] {
  const placed = place(model);
  const names = stableNames(placed.map(({layer}) => layer));
  return placed.map((one) => readLayer(one, names));
}

/** All layers that hold weights or work of their own: nested models are opened. */
export const flatten = (model: tf.LayersModel): tf.layers.Layer[] => place(model).map(({layer}) => layer);

/** The name of an activation in camelCase; `linear` for none. */
export function activationOf(layer: tf.layers.Layer): string {
  const kind = layer.getClassName();
  const standalone: Record<string, string> = {
    Softmax: "softmax",
    ReLU: "relu",
    LeakyReLU: "leakyReLU",
    ELU: "elu",
    ThresholdedReLU: "thresholdedReLU",
    PReLU: "prelu",
  };
  if (standalone[kind]) return standalone[kind];
  const {activation, cell, layer: wrapped, forwardLayer} = layer as unknown as Internals;
  const inner = wrapped ?? forwardLayer;
  return inner ? activationOf(inner) : ((activation ?? cell?.activation)?.getClassName?.() ?? "linear");
}

function readLayer(placed: Placed, names: ReadonlyMap<string, string>): LayerFacts {
  const {layer} = placed;
  const size = (weights: readonly {shape: readonly (number | null)[]}[]) =>
    weights.reduce((sum, weight) => sum + weight.shape.reduce<number>((product, length) => product * (length ?? 1), 1), 0);
  return {
    name: stable(layer.name, names),
    kind: layer.getClassName(),
    activation: activationOf(layer),
    inputShape: shapeOf(() => layer.input),
    outputShape: shapeOf(() => layer.output),
    parameters: size(layer.weights),
    trainable: layer.trainable ? size(layer.trainableWeights) : 0,
    config: config(layer),
    inbound: feeders(placed).map((from) => stable(from.name, names)),
  };
}

/** Shape of one row of a symbolic tensor; empty when the layer is shared or was never called. */
function shapeOf(read: () => tf.SymbolicTensor | tf.SymbolicTensor[]): readonly (number | null)[] {
  try {
    const tensor = read();
    return (Array.isArray(tensor) ? tensor[0]! : tensor).shape.slice(1);
  } catch {
    return [];
  }
}

function config(layer: tf.layers.Layer): Record<string, unknown> {
  try {
    return JSON.parse(JSON.stringify(layer.getConfig())) as Record<string, unknown>;
  } catch {
    return {};
  }
}

function readOutput(
  model: tf.LayersModel,
  {output, index, names}: {output: tf.SymbolicTensor; index: number; names: ReadonlyMap<string, string>},
): OutputFacts {
  const loss = lossName((model as unknown as {loss: unknown}).loss, {index, name: model.outputNames[index]!});
  return {
    name: stable(model.outputNames[index]!, names),
    layer: stable(innermost(output.sourceLayer, output.outputTensorIndex).name, names),
    units: output.shape.at(-1) ?? 1,
    shape: output.shape.slice(1),
    activations: lastActivations(output.sourceLayer),
    loss,
    fromLogits: ["softmaxCrossEntropy", "sigmoidCrossEntropy"].includes(loss),
  };
}

/** Activations after the last layer with weights, innermost first, without `linear`. */
function lastActivations(layer: tf.layers.Layer): string[] {
  const own = activationOf(layer);
  const inner = "layers" in layer ? lastActivations((layer as unknown as tf.LayersModel).outputs[0]!.sourceLayer) : undefined;
  if (inner) return inner;
  const through =
    ["Activation", "Softmax", "Flatten", "Reshape", "Dropout", "ReLU", "LeakyReLU", "ELU", "TimeDistributed"].includes(
      layer.getClassName(),
    ) && layer.weights.length === 0;
  const before = through ? (layer as unknown as Internals).inboundNodes[0]?.inboundLayers[0] : undefined;
  return [...(before ? lastActivations(before) : []), ...(own === "linear" ? [] : [own])];
}

/** The loss of one output as the user gave it: a name or a function. */
export function givenLoss(loss: unknown, {index, name}: {index: number; name: string}): unknown {
  if (Array.isArray(loss)) return loss[index];
  return typeof loss === "object" && loss !== null ? (loss as Record<string, unknown>)[name] : loss;
}

function lossName(loss: unknown, place: {index: number; name: string}): string {
  const one = givenLoss(loss, place);
  if (typeof one === "string") return camel(one);
  const known = [
    "softmaxCrossEntropy",
    "sigmoidCrossEntropy",
    "meanSquaredError",
    "absoluteDifference",
    "huberLoss",
    "logLoss",
    "hingeLoss",
    "cosineDistance",
    "categoricalCrossentropy",
    "binaryCrossentropy",
    "sparseCategoricalCrossentropy",
    "meanAbsoluteError",
  ];
  const called = typeof one === "function" ? one.name.replace(/_+$/, "").replace(/__op$/, "") : "";
  return known.find((candidate) => candidate === called) ?? "custom";
}

const camel = (name: string): string =>
  ({mse: "meanSquaredError", mae: "meanAbsoluteError"})[name.toLowerCase()] ??
  name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

function metricNames(metrics: unknown): string[] {
  const list = Array.isArray(metrics)
    ? metrics.flat()
    : typeof metrics === "object" && metrics !== null
      ? Object.values(metrics).flat()
      : [];
  return list.map((metric) => (typeof metric === "function" ? metric.name : String(metric)));
}
