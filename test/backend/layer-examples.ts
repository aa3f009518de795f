import * as tf from "@tensorflow/tfjs";
import {transformerBlock} from "../../scripts/bench/backends/transformer.js";

const {layers} = tf;
const image = [8, 9, 3];
const sequence = [6, 4];
const volume = [4, 5, 4, 2];

/** A network's layers before its output, and what they read. */
export interface Example {
  /** Shape of one row. */
  input: number[];
  /** Size of the vocabulary, for layers that read the indices of words. */
  words?: number;
  /** Rows in a batch, 4 when left out. */
  rows?: number;
  /** Makes the layers. */
  make?: () => tf.layers.Layer[];
  /** Applies layers that do not stand in a row. */
  graph?: (input: tf.SymbolicTensor) => tf.SymbolicTensor;
}

const apply = (layer: tf.layers.Layer, input: tf.SymbolicTensor | tf.SymbolicTensor[]) => layer.apply(input) as tf.SymbolicTensor;

/** A layer with a weight of its own. */
class Scale extends tf.layers.Layer {
  static readonly className = "ExampleScale";
  private weight?: tf.LayerVariable;
  override build(shape: tf.Shape): void {
    this.weight = this.addWeight("scale", [shape.at(-1)!], "float32", tf.initializers.ones());
    this.built = true;
  }
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => [inputs].flat()[0]!.mul(this.weight!.read()));
  }
}

/** Every class of layer that trains in tfjs, by name. */
export const examples: Readonly<Record<string, Example>> = {
  dense: {input: [5], make: () => [layers.dense({units: 4, activation: "tanh"})]},
  "dense on a sequence": {input: sequence, make: () => [layers.dense({units: 3, activation: "relu"})]},
  activation: {
    input: [5],
    make: () =>
      ["elu", "relu", "selu", "sigmoid", "softplus", "softsign", "tanh", "swish", "mish", "gelu", "relu6", "hardSigmoid"].flatMap(
        (activation) => [layers.dense({units: 4}), layers.activation({activation: activation as "relu"})],
      ),
  },
  "advanced activations": {
    input: [5],
    make: () => [layers.dense({units: 4}), layers.leakyReLU({}), layers.prelu({}), layers.elu({}), layers.reLU({}), layers.softmax({})],
  },
  conv1d: {input: sequence, make: () => [layers.conv1d({filters: 3, kernelSize: 3, activation: "relu"})]},
  "conv1d, strides 2, same": {
    input: sequence,
    make: () => [layers.conv1d({filters: 3, kernelSize: 3, strides: 2, padding: "same"}), layers.conv1d({filters: 2, kernelSize: 2})],
  },
  conv2d: {
    input: image,
    make: () => [
      layers.conv2d({filters: 4, kernelSize: 3, activation: "relu"}),
      layers.conv2d({filters: 3, kernelSize: [2, 3], padding: "same"}),
    ],
  },
  "conv2d, strides 2": {
    input: image,
    make: () => [
      layers.conv2d({filters: 4, kernelSize: 3, strides: 2}),
      layers.conv2d({filters: 3, kernelSize: 3, strides: [1, 2], padding: "same"}),
    ],
  },
  conv2dTranspose: {
    input: image,
    make: () => [
      layers.conv2dTranspose({filters: 4, kernelSize: 3, strides: 2}),
      layers.conv2dTranspose({filters: 2, kernelSize: 2, padding: "same"}),
    ],
  },
  conv3d: {
    input: volume,
    make: () => [layers.conv3d({filters: 3, kernelSize: 2}), layers.conv3d({filters: 2, kernelSize: 2, strides: 2, padding: "same"})],
  },
  separableConv2d: {
    input: image,
    make: () => [
      layers.separableConv2d({filters: 4, kernelSize: 3, depthMultiplier: 2}),
      layers.separableConv2d({filters: 3, kernelSize: 2, strides: 2, padding: "same"}),
    ],
  },
  depthwiseConv2d: {
    input: image,
    make: () => [
      layers.depthwiseConv2d({kernelSize: 3, depthMultiplier: 2}),
      layers.depthwiseConv2d({kernelSize: 3, strides: 2, padding: "same"}),
    ],
  },
  maxPooling2d: {
    input: image,
    make: () => [
      layers.conv2d({filters: 4, kernelSize: 2}),
      layers.maxPooling2d({poolSize: 2}),
      layers.maxPooling2d({poolSize: 2, strides: 1, padding: "same"}),
    ],
  },
  averagePooling2d: {
    input: image,
    make: () => [
      layers.conv2d({filters: 4, kernelSize: 2}),
      layers.averagePooling2d({poolSize: 2}),
      layers.averagePooling2d({poolSize: 2, strides: 1, padding: "same"}),
    ],
  },
  "pooling of sequences": {
    input: sequence,
    make: () => [
      layers.conv1d({filters: 4, kernelSize: 2, padding: "same"}),
      layers.maxPooling1d({poolSize: 2, strides: 1}),
      layers.averagePooling1d({poolSize: 2}),
    ],
  },
  "pooling of volumes": {
    input: volume,
    make: () => [
      layers.conv3d({filters: 2, kernelSize: 2, padding: "same"}),
      layers.maxPooling3d({poolSize: 2, strides: 1}),
      layers.averagePooling3d({poolSize: 2, strides: [1, 1, 1]}),
    ],
  },
  globalMaxPooling2d: {input: image, make: () => [layers.conv2d({filters: 4, kernelSize: 2}), layers.globalMaxPooling2d({})]},
  globalAveragePooling2d: {input: image, make: () => [layers.conv2d({filters: 4, kernelSize: 2}), layers.globalAveragePooling2d({})]},
  globalPooling1d: {input: sequence, make: () => [layers.conv1d({filters: 4, kernelSize: 2}), layers.globalMaxPooling1d({})]},
  globalAveragePooling1d: {input: sequence, make: () => [layers.conv1d({filters: 4, kernelSize: 2}), layers.globalAveragePooling1d({})]},
  // One row: the gradient that cpu gives of a resized batch is wrong (tfjs 4.22, by finite differences); wasm's is right.
  upSampling2d: {
    rows: 1,
    input: image,
    make: () => [
      layers.conv2d({filters: 2, kernelSize: 2}),
      layers.upSampling2d({size: [2, 3]}),
      layers.zeroPadding2d({padding: 1}),
      // prettier-ignore
      layers.cropping2D({cropping: [[1, 1], [0, 2]]}),
    ],
  },
  embedding: {input: [6], words: 11, make: () => [layers.embedding({inputDim: 11, outputDim: 4})]},
  "embedding, masked": {
    input: [6],
    words: 11,
    make: () => [layers.embedding({inputDim: 11, outputDim: 4, maskZero: true}), layers.lstm({units: 3})],
  },
  simpleRNN: {input: sequence, make: () => [layers.simpleRNN({units: 5, returnSequences: true}), layers.simpleRNN({units: 3})]},
  gru: {input: sequence, make: () => [layers.gru({units: 5, returnSequences: true}), layers.gru({units: 3})]},
  lstm: {input: sequence, make: () => [layers.lstm({units: 5, returnSequences: true}), layers.lstm({units: 3})]},
  bidirectional: {input: sequence, make: () => [layers.bidirectional({layer: layers.lstm({units: 3}) as never, mergeMode: "concat"})]},
  timeDistributed: {input: sequence, make: () => [layers.timeDistributed({layer: layers.dense({units: 3})})]},
  "cells in a stack": {
    input: sequence,
    make: () => [
      layers.rnn({
        cell: layers.stackedRNNCells({
          cells: [layers.gruCell({units: 3}), layers.lstmCell({units: 4}), layers.simpleRNNCell({units: 3})],
        }) as never,
      }),
    ],
  },
  masking: {input: sequence, make: () => [layers.masking({maskValue: 0}), layers.lstm({units: 3})]},
  merges: {
    input: [5],
    graph: (input) => {
      const pair = [apply(layers.dense({units: 4}), input), apply(layers.dense({units: 4, activation: "tanh"}), input)];
      const merged = [layers.add(), layers.average(), layers.maximum(), layers.minimum(), layers.multiply(), layers.dot({axes: 1})];
      return apply(
        layers.concatenate(),
        merged.map((layer) => apply(layer, pair)),
      );
    },
  },
  "custom layers": {input: [5], make: () => [layers.dense({units: 4}), new Scale({}), layers.dense({units: 3, activation: "relu"})]},
  "a transformer's block": {input: [6, 4], graph: (input) => transformerBlock(input, {width: 4})},
  rescaling: {input: image, make: () => [layers.rescaling({scale: 0.5, offset: 0.1}), layers.conv2d({filters: 2, kernelSize: 2})]},
  convLstm2d: {input: [3, 5, 5, 2], make: () => [layers.convLstm2d({filters: 2, kernelSize: 2})]},
  batchNormalization: {input: [5], make: () => [layers.dense({units: 4}), layers.batchNormalization({})]},
  "batchNormalization of images": {input: image, make: () => [layers.conv2d({filters: 3, kernelSize: 2}), layers.batchNormalization({})]},
  layerNormalization: {input: sequence, make: () => [layers.dense({units: 4}), layers.layerNormalization({})]},
  dropout: {
    input: [5],
    make: () => [
      layers.dense({units: 8}),
      layers.dropout({rate: 0.4, seed: 3}),
      layers.gaussianNoise({stddev: 0}),
      layers.gaussianDropout({rate: 0}),
      layers.alphaDropout({rate: 0}),
    ],
  },
  spatialDropout1d: {
    input: sequence,
    make: () => [layers.conv1d({filters: 4, kernelSize: 2}), layers.spatialDropout1d({rate: 0.3, seed: 2})],
  },
  shapes: {
    input: [4, 6],
    make: () => [
      layers.permute({dims: [2, 1]}),
      layers.dense({units: 4}),
      layers.reshape({targetShape: [3, 8]}),
      layers.flatten(),
      layers.repeatVector({n: 2}),
    ],
  },
};
