import * as tf from "@tensorflow/tfjs";
import {isModel} from "./model.js";

export {isModel} from "./model.js";

// The id of the last tensor before a model was made: what is younger belongs to the model.
const births = new WeakMap<tf.LayersModel, number>();

/** Makes a model and remembers how old the engine was: {@link discard} frees what is younger. */
export const born = async (make: () => unknown): Promise<tf.LayersModel> => (await bornNow(make as () => tf.LayersModel)).model;

/** {@link born} for a function that may be synchronous; `mark` is the id of the last tensor before. */
export function bornNow(make: () => tf.LayersModel | Promise<tf.LayersModel>): Newborn | Promise<Newborn> {
  const mark = tf.scalar(0);
  mark.dispose();
  const register = (value: unknown) => {
    const model = alive(expectModel(value));
    if (!births.has(model)) births.set(model, mark.id);
    return {model, mark: mark.id};
  };
  const made = make();
  return made instanceof Promise ? made.then(register) : register(made);
}

interface Newborn {
  model: tf.LayersModel;
  mark: number;
}

/** True when an optimizer has taken no step and is younger than a tensor: it is not one that a factory lends to each of its models. */
export const ownOf = (optimizer: tf.Optimizer, mark: number): boolean =>
  optimizer.iterations === 0 && Object.values(optimizer).every((part) => !isTensor(part) || part.id > mark);

const isTensor = (value: unknown): value is tf.Tensor => typeof (value as tf.Tensor | null)?.dispose === "function";

/** Throws one clear line for a model whose weights are freed. */
export function alive(model: tf.LayersModel): tf.LayersModel {
  if (model.weights.some((weight) => valueOf(weight).isDisposed))
    throw new TypeError(
      "expected a model, got one that is disposed; keep it until the diagnosis is done, or pass a function that builds it",
    );
  return model;
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
    const states = [parts.states_, parts.keptStates].flat(2).filter(isTensor);
    return [...weights, ...states, ...tensorsOf({layers: inner})];
  });
}

/** Frees an optimizer, and the rate that tfjs's momentum optimizer forgets. */
export function free(optimizer: tf.Optimizer | undefined): void {
  optimizer?.dispose();
  const rate = (optimizer as unknown as {c?: tf.Tensor} | undefined)?.c;
  if (rate && !rate.isDisposed) rate.dispose();
}

/** The tensor of a weight. */
export const valueOf = (weight: unknown): tf.Tensor => (weight as {val: tf.Tensor}).val;

function expectModel(value: unknown): tf.LayersModel {
  if (!isModel(value))
    throw new TypeError(`expected the model function to return a tf.LayersModel, got ${value === null ? "null" : typeof value}`);
  return value;
}

/** Frees what a backward pass that threw has left on tfjs's tape. */
export function clearTape(): void {
  const {state} = tf.engine() as unknown as {state: {activeTape: {saved?: tf.Tensor[]}[] | null; gradientDepth: number}};
  if (state.gradientDepth > 0) return;
  for (const {saved} of state.activeTape ?? []) tf.dispose(saved ?? []);
  state.activeTape = null;
}

/** Lets a model of ours free what a step that throws leaves behind. */
export function freeFailedSteps(model: tf.LayersModel): void {
  const inner = ((model as unknown as {model?: object}).model ?? model) as {makeTrainFunction?(): (data: tf.Tensor[]) => tf.Scalar[]};
  const make = inner.makeTrainFunction;
  if (!make) return;
  inner.makeTrainFunction = function () {
    const train = make.call(this);
    return (data) => {
      try {
        return train(data);
      } catch (error) {
        clearTape();
        throw error;
      }
    };
  };
}
