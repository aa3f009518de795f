import * as tf from "@tensorflow/tfjs";
import type {Block, Part} from "../check.js";
import {tensor} from "./batch.js";
import {clearTape} from "./lifetime.js";
import {stable, stableNames} from "./names.js";
import {flatten} from "./network.js";
import {layersModel, predict} from "./forward.js";
import {compiled} from "./probe.js";

/** Layers that tfjs ships (the class names in tfjs-layers 4.22): their gradients are tested there. */
const shipped = new Set(
  (
    "Activation Add AlphaDropout Average AveragePooling1D AveragePooling2D AveragePooling3D BatchNormalization Bidirectional CategoryEncoding " +
    "CenterCrop Concatenate Conv1D Conv2D Conv2DTranspose Conv3D Conv3DTranspose ConvLSTM2D Cropping2D Dense DepthwiseConv2D Dot Dropout ELU " +
    "Embedding Flatten Functional GaussianDropout GaussianNoise GlobalAveragePooling1D GlobalAveragePooling2D GlobalMaxPooling1D " +
    "GlobalMaxPooling2D GRU InputLayer LayerNormalization LeakyReLU LSTM Masking Maximum MaxPooling1D MaxPooling2D MaxPooling3D Minimum Model " +
    "MultiHeadAttention Multiply Permute PReLU RandomHeight RandomWidth ReLU RepeatVector Rescaling Reshape Resizing RNN SeparableConv2D " +
    "Sequential SimpleRNN Softmax SpatialDropout1D ThresholdedReLU TimeDistributed UpSampling2D ZeroPadding2D"
  ).split(" "),
);

/** A layer as a function of its inputs. */
type Call = (inputs: tf.Tensor[]) => tf.Tensor;

/** The layers and the losses of a model that its user wrote, as functions of numbers. */
export async function ownParts(
  model: tf.LayersModel,
  {x, y, ownLosses}: {x: readonly Block[]; y: readonly Block[]; ownLosses: readonly boolean[]},
): Promise<Part[]> {
  const own = model.layers.filter((layer) => !shipped.has(layer.getClassName()));
  if (own.length === 0 && !ownLosses.includes(true)) return [];
  const xs = x.map((block) => tensor(block, block.values.length / block.size));
  try {
    const layers = await Promise.all(own.map((layer) => layerPart(model, {layer, xs})));
    const outputs = await predict(model, {x});
    const losses = outputs.flatMap((values, index) =>
      ownLosses[index] && y[index] ? [lossPart(model, {index, answers: values, target: y[index]})] : [],
    );
    return [...layers.filter((part) => part !== undefined), ...losses];
  } finally {
    tf.dispose(xs);
  }
}

/** Gradient of a scalar by some tensors; nothing for a tensor that it does not reach. */
export async function mixed(by: tf.Tensor[], value: () => tf.Tensor): Promise<(Float32Array | undefined)[]> {
  const found: (tf.Tensor | undefined)[] = [];
  try {
    tf.tidy(() => {
      const {grads} = tf.engine().gradients(value, by, undefined, true);
      for (const grad of grads as (tf.Tensor | null | undefined)[]) found.push(grad ? tf.keep(grad.clone()) : undefined);
    });
  } catch (error) {
    clearTape();
    throw error;
  }
  const values = await Promise.all(found.map(async (grad) => (grad ? Float32Array.from(await grad.data()) : undefined)));
  tf.dispose(found.filter((grad) => grad !== undefined));
  return values;
}

/** A layer that is called once, by its trainable weights and by those inputs that a gradient must pass on to layers before it. */
async function layerPart(model: tf.LayersModel, {layer, xs}: {layer: tf.layers.Layer; xs: tf.Tensor[]}): Promise<Part | undefined> {
  const inputs = inputsOf(layer);
  if (!inputs) return undefined;
  const names = stableNames(flatten(model));
  // Shares the layers and owns nothing: it must not be disposed.
  const before = new (layersModel(model))({inputs: model.inputs, outputs: inputs});
  const fed = tf.tidy(() => ([before.apply(xs.length === 1 ? xs[0]! : xs)].flat() as tf.Tensor[]).map((one) => one.clone()));
  const given = await Promise.all(
    fed.map(async (one, i) => ({
      shape: one.shape,
      dtype: one.dtype,
      values: Float32Array.from(await one.data()),
      open: passesOn(inputs[i]!),
    })),
  );
  tf.dispose(fed);
  const open = given.flatMap(({open, values}, i) => (open ? [{name: given.length > 1 ? `input ${i + 1}` : "input", values}] : []));
  const weights = layer.trainableWeights;
  const starts = await Promise.all(
    weights.map(async (weight) => ({
      name: stable(weight.originalName, names),
      values: Float32Array.from(await weight.read().data()),
    })),
  );
  if (open.length + starts.length === 0) return undefined;
  return functionPart({
    kind: "layer",
    name: stable(layer.name, names),
    arguments: [...open, ...starts],
    build: (args) => {
      weights.forEach((weight, i) => weight.write(tf.tensor(args[open.length + i]!, weight.shape as number[])));
      const left = args.slice(0, open.length);
      const tensors = given.map((one) => tf.tensor(one.open ? left.shift()! : one.values, one.shape, one.dtype));
      return {tensors, by: tensors.filter((_, i) => given[i]!.open)};
    },
    call: (tensors) => [layer.apply(tensors.length === 1 ? tensors[0]! : tensors, {training: false})].flat()[0] as tf.Tensor,
    extra: weights.map((weight) => (weight as unknown as {val: tf.Tensor}).val),
  });
}

/** True when a layer before has something to learn. */
function passesOn({sourceLayer, inputs}: tf.SymbolicTensor): boolean {
  return sourceLayer.trainableWeights.length > 0 || inputs.some(passesOn);
}

function inputsOf(layer: tf.layers.Layer): tf.SymbolicTensor[] | undefined {
  try {
    return [layer.input].flat();
  } catch {
    return undefined; // Called more than once, or never.
  }
}

function lossPart(model: tf.LayersModel, {index, answers, target}: {index: number; answers: Float32Array; target: Block}): Part {
  const rows = target.values.length / target.size;
  const shape = [rows, ...model.outputs[index]!.shape.slice(1).map((length) => length ?? -1)];
  return functionPart({
    kind: "loss",
    name: stable(model.outputNames[index]!, stableNames(flatten(model))),
    arguments: [{name: "answers", values: answers}],
    build: ([values]) => {
      const tensors = [tf.tensor(values!, shape)];
      return {tensors, by: tensors};
    },
    call: ([output]) => compiled(model).lossFunctions[index]!(tensor(target, rows), output!).mean(),
    extra: [],
  });
}

interface Recipe extends Pick<Part, "kind" | "name" | "arguments"> {
  /** Sets the weights and makes the inputs' tensors; `by` are those to differentiate by. */
  build: (args: readonly Float32Array[]) => {tensors: tf.Tensor[]; by: tf.Tensor[]};
  call: Call;
  /** Tensors to differentiate by behind the inputs. */
  extra: tf.Tensor[];
}

function functionPart({build, call, extra, ...part}: Recipe): Part {
  return {
    ...part,
    value: async (args) => {
      const result = tf.tidy(() => call(build(args).tensors).clone());
      const values = Float32Array.from(await result.data());
      result.dispose();
      return values;
    },
    gradient: async (args, mixture) => {
      const {tensors, by} = tf.tidy(() => build(args));
      try {
        return await mixed([...by, ...extra], () => {
          const result = call(tensors);
          return result.mul(tf.tensor(mixture, result.shape)).sum();
        });
      } finally {
        tf.dispose(tensors);
      }
    },
  };
}
