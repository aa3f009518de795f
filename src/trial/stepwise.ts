import type * as tf from "@tensorflow/tfjs";
import {stable, stableNames} from "./names.js";
import {activationOf, flatten} from "./network.js";

/** What one layer gave in a step that was looked at. */
export interface Answer {
  dead?: number;
  saturated?: number;
}

/** The first thing of a pass that was not finite. */
export interface Broken {
  what: "input" | "weight" | "output" | "gradient";
  layer: string;
  weight?: string;
}

/** What was seen of a training step. */
export interface Seen {
  /** By the layer's name. */
  answers: ReadonlyMap<string, Answer>;
  /** Norms of the loss's gradient by the variable's name. */
  gradients: ReadonlyMap<string, number>;
  broken?: Broken;
}

/** Looks on while a model trains: its layers and its optimizer tell what passes, and hold nothing. */
export interface Lookout {
  /** Before a step: whether to look at it closely. */
  begin(options: {closely: boolean}): void;
  /** After it. */
  end(): Seen;
  /** Gives layers and optimizer back as they were. */
  release(): void;
}

interface Call {
  layer: tf.layers.Layer;
  inputs: tf.Tensor[];
  output: tf.Tensor;
}

/** Opens a lookout; what passes through the layers is read in the forward pass itself, so no tensor is made or kept. */
export function lookout(model: tf.LayersModel, {optimizer, gradients = false}: {optimizer?: tf.Optimizer; gradients?: boolean}): Lookout {
  const layers = flatten(model).filter((layer) => layer.getClassName() !== "InputLayer");
  const names = stableNames(flatten(model));
  const nameOf = (layer: tf.layers.Layer) => stable(layer.name, names);
  const last = new Set(model.outputs.map(({sourceLayer}) => sourceLayer));
  const undo: (() => void)[] = [];
  let state = fresh();
  let [running, closely] = [false, false];
  const told = (grads: Gradients) => {
    if (closely) norms(grads, state.gradients);
    if (gradients && !state.broken) state.broken = overflown(grads, {layers, nameOf});
  };
  const release = () => {
    while (undo.length) undo.pop()!();
  };
  const passed = (call: Call) => {
    // A step that threw never ended: whoever calls the layers now is not training.
    if (!running) return release();
    if (call.inputs.length) state.calls.push(call);
    if (closely) state.answers.set(nameOf(call.layer), summarise(call));
    if (!last.has(call.layer)) return;
    if (!state.broken && !isFinite(call.output)) state.broken = blame(state.calls, nameOf);
    state.calls = [];
  };
  return {
    begin: (options) => {
      state = fresh();
      [running, closely] = [true, options.closely];
      if (undo.length) return;
      for (const layer of new Set([...layers, ...last])) undo.push(listen(layer, passed));
      if (optimizer) undo.push(overhear(optimizer, (grads) => running && told(grads)));
    },
    end: () => {
      running = false;
      return state;
    },
    release,
  };
}

interface State extends Seen {
  answers: Map<string, Answer>;
  gradients: Map<string, number>;
  calls: Call[];
}

const fresh = (): State => ({answers: new Map(), gradients: new Map(), calls: []});

/** Hears of each call of a layer, in place of the method that its class has. */
function listen(layer: tf.layers.Layer, heard: (call: Call) => void): () => void {
  return replace(layer, "call", (call) => (inputs, kwargs) => {
    const output = call(inputs, kwargs);
    heard({layer, inputs: [inputs].flat() as tf.Tensor[], output: [output].flat()[0] as tf.Tensor});
    return output;
  });
}

type Gradients = readonly {name: string; tensor: tf.Tensor}[] | Readonly<Record<string, tf.Tensor>>;

function overhear(optimizer: tf.Optimizer, heard: (gradients: Gradients) => void): () => void {
  return replace(optimizer, "applyGradients", (apply) => (gradients) => {
    heard(gradients as Gradients);
    return apply(gradients);
  });
}

type Method = (...given: unknown[]) => unknown;

function replace(owner: object, name: string, by: (original: Method) => Method): () => void {
  const holder = owner as Record<string, Method>;
  const own = Object.getOwnPropertyDescriptor(owner, name);
  const mine = by(holder[name]!.bind(owner));
  Object.defineProperty(owner, name, {value: mine, configurable: true, writable: true, enumerable: own?.enumerable ?? false});
  return () => {
    // Somebody else may have put another one over ours.
    if (holder[name] !== mine) return;
    delete holder[name];
    if (own) Object.defineProperty(owner, name, own);
  };
}

const listed = (gradients: Gradients): readonly {name: string; tensor?: tf.Tensor}[] =>
  Array.isArray(gradients)
    ? (gradients as readonly {name: string; tensor?: tf.Tensor}[])
    : Object.entries(gradients).map(([name, tensor]) => ({name, tensor: tensor as tf.Tensor}));

function norms(gradients: Gradients, into: Map<string, number>): void {
  for (const {name, tensor} of listed(gradients)) if (tensor) into.set(name, norm(tensor.dataSync()));
}

/** The weight whose gradient is not finite, the nearest to the loss: gradients come from there. */
function overflown(
  gradients: Gradients,
  {layers, nameOf}: {layers: readonly tf.layers.Layer[]; nameOf: (layer: tf.layers.Layer) => string},
): Broken | undefined {
  const bad = new Set(listed(gradients).flatMap(({name, tensor}) => (tensor && !isFinite(tensor) ? [name] : [])));
  if (bad.size === 0) return undefined;
  const weights = layers.flatMap((layer) => layer.trainableWeights.map((weight) => ({layer, weight})));
  const found = weights.findLast(({weight}) => bad.has((weight.read() as tf.Variable).name));
  return found && {what: "gradient", layer: nameOf(found.layer), weight: weightName(found.weight)};
}

/** The Euclidean norm. */
export function norm(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! * values[i]!;
  return Math.sqrt(sum);
}

/** Whether all values of a tensor are finite; one that is freed is not known to be otherwise. */
function isFinite(tensor: tf.Tensor): boolean {
  return tensor.isDisposed || allFinite(tensor.dataSync());
}

/** Whether all values are finite: 0 times any other value is not 0. */
export function allFinite(values: ArrayLike<number>): boolean {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! * 0;
  return sum === 0;
}

function blame(calls: readonly Call[], nameOf: (layer: tf.layers.Layer) => string): Broken {
  const {layer, inputs} = calls.find(({output}) => !isFinite(output)) ?? calls.at(-1)!;
  const weight = layer.weights.find((one) => !isFinite(one.read()));
  if (weight) return {what: "weight", layer: nameOf(layer), weight: weightName(weight)};
  return {what: inputs.every(isFinite) ? "output" : "input", layer: nameOf(layer)};
}

/** A weight's name without its layer's, such as `kernel`: tfjs numbers the layers through the process. */
export const weightName = ({originalName}: {originalName: string}): string => originalName.split("/").at(-1)!;

/** Values of a layer that are looked at at most: rows beyond are left out. */
const most = 65536;

/**
 * The share of a range at each end that is called saturated: there the slope is at most 4 % of its largest, for the sigmoid, or 2 %, for tanh.
 * Glorot & Bengio (2010) call units saturated that sit at the ends of the range; the hundredth is ours.
 */
const edge = 0.01;

const ranges: Readonly<Record<string, readonly [number, number]>> = {sigmoid: [0, 1], hardSigmoid: [0, 1], tanh: [-1, 1]};
const canDie: readonly string[] = ["relu", "relu6", "thresholdedReLU"];

/** Whether there is anything to be said of a layer's answers. */
export const isTold = (layer: tf.layers.Layer): boolean => canDie.includes(activationOf(layer)) || activationOf(layer) in ranges;

function summarise({layer, output}: Call): Answer {
  const activation = activationOf(layer);
  if (output.isDisposed || !isTold(layer)) return {};
  const units = output.shape.at(-1)!;
  const values = output.dataSync();
  const seen = Math.min(values.length, Math.max(1, Math.floor(most / units)) * units);
  if (canDie.includes(activation)) return {dead: deadShare(values, {units, seen})};
  const [low, high] = ranges[activation]!;
  const margin = edge * (high - low);
  let count = 0;
  for (let i = 0; i < seen; i++) if (values[i]! < low + margin || values[i]! > high - margin) count++;
  return {saturated: count / seen};
}

function deadShare(values: ArrayLike<number>, {units, seen}: {units: number; seen: number}): number {
  const alive = new Uint8Array(units);
  for (let i = 0; i < seen; i++) if (values[i] !== 0) alive[i % units] = 1;
  return 1 - alive.reduce((sum, one) => sum + one, 0) / units;
}
