import * as tf from "@tensorflow/tfjs";

/** What a reference network takes an input for. */
export type InputKind =
  | {kind: "vector"; size: number}
  | {kind: "series"; steps: number; channels: number}
  | {kind: "image"; height: number; width: number; channels: number}
  | {kind: "ids"; places: number; vocabulary: number};

/** Values beyond which positions are averaged over and not kept apart. */
const mostFlat = 2048;

/** Side of an image from which on a block of MobileNetV2 is taken, behind pooling down to it. */
const large = 48;

/** Layers from an input to a list of numbers. */
export function bodyOf(input: tf.SymbolicTensor, kind: InputKind): tf.SymbolicTensor {
  if (kind.kind === "ids") return words(input, kind);
  if (kind.kind === "series") return timeConvolution(input, kind);
  if (kind.kind === "image") return Math.max(kind.height, kind.width) >= large ? mobileBlock(input, kind) : convolutions(input);
  return input;
}

/** What {@link bodyOf} is, in words. */
export function titleOf(kind: InputKind): string {
  if (kind.kind === "ids") return "an embedding with a convolution over time";
  if (kind.kind === "series") return "a convolution over time";
  if (kind.kind === "image") return Math.max(kind.height, kind.width) >= large ? "a block of MobileNetV2" : "a small convolutional network";
  return `one hidden layer of ${hiddenUnits} units`;
}

let made = 0;

/** Options of a layer with a name that no other copy of tfjs gives: all copies share one list of the weights' names. */
export const own = <T extends object>(options: T): T & {name: string} => ({...options, name: `ddx_reference_${++made}`});

/** Units of the hidden layer behind every body. */
export const hiddenUnits = 32;

const through = (input: tf.SymbolicTensor, layers: readonly tf.layers.Layer[]): tf.SymbolicTensor =>
  layers.reduce((value, layer) => layer.apply(value) as tf.SymbolicTensor, input);

function words(input: tf.SymbolicTensor, {places, vocabulary}: {places: number; vocabulary: number}): tf.SymbolicTensor {
  const embedded = tf.layers.embedding(own({inputDim: vocabulary, outputDim: 16})).apply(input) as tf.SymbolicTensor;
  if (places <= 4) return through(embedded, [tf.layers.flatten()]);
  return through(embedded, [
    tf.layers.conv1d(own({filters: 16, kernelSize: 3, padding: "same", activation: "relu"})),
    tf.layers.globalAveragePooling1d(),
  ]);
}

function timeConvolution(input: tf.SymbolicTensor, {steps}: {steps: number}): tf.SymbolicTensor {
  const kernelSize = Math.min(5, steps);
  const layers = [tf.layers.conv1d(own({filters: 16, kernelSize, padding: "same", activation: "relu"}))];
  return through(input, [...layers, 16 * steps <= mostFlat ? tf.layers.flatten() : tf.layers.globalAveragePooling1d()]);
}

function convolutions(input: tf.SymbolicTensor): tf.SymbolicTensor {
  const conv = (filters: number) => tf.layers.conv2d(own({filters, kernelSize: 3, padding: "same", activation: "relu"}));
  const halved = (value: tf.SymbolicTensor) =>
    Math.min(value.shape[1]!, value.shape[2]!) >= 4 ? through(value, [tf.layers.maxPooling2d({poolSize: 2})]) : value;
  return flat(halved(through(halved(through(input, [conv(8)])), [conv(16)])));
}

const flat = (value: tf.SymbolicTensor): tf.SymbolicTensor =>
  through(value, [
    value.shape.slice(1).reduce<number>((product, length) => product * length!, 1) <= mostFlat
      ? tf.layers.flatten()
      : tf.layers.globalAveragePooling2d({}),
  ]);

/** The inverted residual of Sandler and others (2018), between a stem and the pooling. */
function mobileBlock(input: tf.SymbolicTensor, {height, width}: {height: number; width: number}): tf.SymbolicTensor {
  const poolSize = Math.max(2, Math.floor(Math.min(height, width) / 24));
  const stem = through(input, [tf.layers.averagePooling2d({poolSize}), pointwise(16, 3), ...rectified()]);
  const inside = through(stem, [
    pointwise(96, 1),
    ...rectified(),
    tf.layers.depthwiseConv2d(own({kernelSize: 3, padding: "same", useBias: false})),
    ...rectified(),
    pointwise(16, 1),
    normalised(),
  ]);
  const sum = tf.layers.add().apply([stem, inside]) as tf.SymbolicTensor;
  return through(sum, [tf.layers.maxPooling2d({poolSize: 4, padding: "same"}), tf.layers.flatten()]);
}

const pointwise = (filters: number, kernelSize: number) => tf.layers.conv2d(own({filters, kernelSize, padding: "same", useBias: false}));

/** Moving statistics follow within few steps: the fits of a diagnosis are short. */
const normalised = () => tf.layers.batchNormalization(own({momentum: 0.9}));

const rectified = () => [normalised(), tf.layers.reLU({maxValue: 6})];
