import * as tf from "@tensorflow/tfjs";
import type {Dataset, Inputs} from "../../case.js";
import {alive, isModel, valueOf} from "../../trial/lifetime.js";
import {stable, stableNames} from "../../trial/names.js";
import {flatten} from "../../trial/network.js";
import {compiled} from "../../trial/probe.js";
import {flattenArray, separate} from "../../trial/split.js";
import {isTensor} from "../../trial/stream.js";

/** Some rows of inputs and targets: a dataset, a batch of a stream, or both sides in a list. */
export type Rows = Dataset | {xs: Inputs; ys: Inputs} | readonly [x: Inputs, y: Inputs];

/** Tensors of some rows in the model's order. */
export interface Tensors {
  xs: tf.Tensor[];
  ys: tf.Tensor[];
}

/** A weight of a model with its names. */
export interface Weight {
  /** Name that is the same at each building, such as `dense 2/kernel`. */
  name: string;
  /** All names by which it can be called: its own and its layer's, as tfjs has them and as ddx says them. */
  names: readonly string[];
  variable: tf.Variable;
  /** Whether fit changes it by the gradient: trainable now and when the model was compiled. */
  trainable: boolean;
  /** Whether it is a moving statistic of batch normalisation, which training mode moves. */
  moving: boolean;
}

/** tfjs-layers' members that its declarations hide. */
interface Trained {
  collectedTrainableWeights: {read(): tf.Variable}[];
  standardizeUserDataXY(x: tf.Tensor[], y: tf.Tensor[], checkBatchAxis: boolean, batchSize: number): [tf.Tensor[], tf.Tensor[]];
}

const trained = (model: tf.LayersModel): Trained => compiled(model) as unknown as Trained;

/** Throws one clear line for what is no living model, or, when it must be, not compiled. */
export function expectModel(model: unknown, {compiled: mustBe = true}: {compiled?: boolean} = {}): asserts model is tf.LayersModel {
  if (!isModel(model))
    throw new TypeError(`expected a tf.LayersModel, got ${model instanceof Promise ? "a promise; await it first" : typeof model}`);
  if (mustBe && !model.optimizer)
    throw new TypeError("expected a compiled model, got one without loss and optimizer; call model.compile({optimizer, loss}) first");
  alive(model);
}

/** The rows as tensors, checked against the model as fit checks them; to be called inside a tidy. */
export function tensorsOf(model: tf.LayersModel, batch: Rows): Tensors {
  const {x, xs = x, y, ys = y} = ((Array.isArray(batch) ? {x: batch[0], y: batch[1]} : batch) ?? {}) as Record<string, Inputs | undefined>;
  if (xs === undefined || ys === undefined)
    throw new TypeError(
      `expected a batch as {x, y}, {xs, ys} or [x, y], got ${batch === null ? "null" : typeof batch === "object" ? `{${Object.keys(batch)}}` : typeof batch}`,
    );
  const inputs = sideOf(xs, {name: "x", layers: model.inputNames});
  const targets = sideOf(ys, {name: "y", layers: model.outputNames});
  try {
    const [standardXs, standardYs] = trained(model).standardizeUserDataXY(inputs, targets, true, inputs[0]!.shape[0]!);
    return {xs: standardXs, ys: standardYs};
  } catch (error) {
    throw new TypeError(`the batch does not fit the model: ${(error as Error).message.split("\n")[0]}`);
  }
}

/** Inputs as tensors, checked against the model; to be called inside a tidy. */
export function inputsOf(model: tf.LayersModel, x: Inputs): tf.Tensor[] {
  const tensors = sideOf(x, {name: "x", layers: model.inputNames});
  if (tensors.length !== model.inputs.length) throw new RangeError(`expected ${model.inputs.length} inputs, got ${tensors.length}`);
  tensors.forEach(({shape: got}, i) => {
    const {shape} = model.inputs[i]!;
    if (got.length !== shape.length || shape.some((length, axis) => length !== null && length !== got[axis]))
      throw new RangeError(
        `expected x of shape [${shape.map((length) => length ?? "n").join(", ")}] for the input ${model.inputNames[i]}, got [${got.join(", ")}]`,
      );
    if (got[0] !== tensors[0]!.shape[0] || got[0] === 0)
      throw new RangeError(`expected as many rows in each input, and at least one, got ${tensors.map((each) => each.shape[0])}`);
  });
  return tensors;
}

function sideOf(side: Inputs, {name, layers}: {name: string; layers: readonly string[]}): tf.Tensor[] {
  return separate(side, {name, layers}).map(([label, part]) => {
    if (isTensor(part) && part.isDisposed) throw new TypeError(`expected a tensor in ${name}, got one that is disposed`);
    const tensor = isTensor(part) ? part.clone() : toTensor(flattenArray(part, `${name}[${label}]`));
    return tensor.rank === 1 ? tensor.expandDims(1) : tensor;
  });
}

const toTensor = ({values, shape}: ReturnType<typeof flattenArray>): tf.Tensor =>
  tf.tensor(values as Float32Array, [...shape], values instanceof Int32Array ? "int32" : "float32");

/** The weights of a model in its order. */
export function weightsOf(model: tf.LayersModel): Weight[] {
  const layers = flatten(model);
  const names = stableNames(layers);
  // A layer that is freed after the model was compiled is not heard of by fit; one that is frozen is.
  const learned = new Set((trained(model).collectedTrainableWeights ?? model.trainableWeights).map((weight) => weight.read()));
  const seen = new Set<tf.Variable>();
  return layers.flatMap((layer) =>
    layer.weights.flatMap((weight): Weight[] => {
      const variable = valueOf(weight) as tf.Variable;
      if (seen.has(variable)) return [];
      seen.add(variable);
      const name = stable(weight.originalName, names);
      return [
        {
          name,
          names: [name, weight.originalName, weight.name, layer.name, names.get(layer.name)!],
          variable,
          trainable: learned.has(variable) && variable.trainable,
          moving: layer.getClassName() === "BatchNormalization" && /moving_(mean|variance)/.test(weight.originalName),
        },
      ];
    }),
  );
}

/** The weights of these names, of weights or of layers; throws one clear line for a name that is none. */
export function named(weights: readonly Weight[], names: string | readonly string[]): Weight[] {
  const list = typeof names === "string" ? [names] : names;
  if (!Array.isArray(list)) throw new TypeError(`expected names of weights or layers, got ${typeof names}`);
  for (const name of list)
    if (!weights.some((weight) => weight.names.includes(name)))
      throw new RangeError(
        `expected the name of a weight or a layer, got ${JSON.stringify(name)}; there are ${weights.map((weight) => weight.name).join(", ")}`,
      );
  return weights.filter((weight) => list.some((name) => weight.names.includes(name)));
}
