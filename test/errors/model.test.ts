import {modelErrors} from "../../src/errors/known/model.js";
import {tf} from "../../src/index.js";
import {ones, provokes, small} from "./provoke.js";

const {layers, input, sequential} = tf;
const stack = (...list: tf.layers.Layer[]) => sequential({layers: list});
const anything = (value: unknown): never => value as never;
const apply = (layer: tf.layers.Layer, ...shapes: number[][]) => layer.apply(shapes.map((shape) => input({shape})));

describe("errors of models", () => {
  provokes(modelErrors, {
    provoked: {
      "a recurrent layer that gets no sequence": () => stack(layers.lstm({units: 2, inputShape: [4, 3]}), layers.lstm({units: 2})),
      "images without a channel dimension": () => stack(layers.conv2d({filters: 2, kernelSize: 3, inputShape: [28, 28]})),
      "a layer that gets another number of dimensions": () =>
        stack(layers.dense({units: 2, inputShape: [4]}), layers.conv2d({filters: 2, kernelSize: 2})),
      "a layer that was built for another width": () => {
        const layer = layers.dense({units: 1});
        layer.apply(ones(2, 3));
        layer.apply(ones(2, 4));
      },
      "a stateful layer that gets another batch": () =>
        stack(layers.lstm({units: 2, stateful: true, batchInputShape: [4, 3, 1]})).predict(ones(6, 3, 1), {batchSize: 4}),
      "a first layer without inputShape": () => stack(layers.dense({units: 2})),
      "a model without layers": () => sequential().compile({optimizer: "sgd", loss: "hinge"}),
      "something that is no layer in model.add": () => sequential().add(anything({units: 3})),
      "images that have shrunk below the next filter": () =>
        stack(
          layers.conv2d({filters: 2, kernelSize: 5, inputShape: [8, 8, 1]}),
          layers.maxPooling2d({poolSize: 4}),
          layers.conv2d({filters: 2, kernelSize: 5}),
        ),
      "flatten of a shape with unknown lengths": () =>
        stack(layers.conv2d({filters: 2, kernelSize: 3, inputShape: [null, null, 1]}), layers.flatten(), layers.dense({units: 1})),
      "a reshape layer to another number of values": () => layers.reshape({targetShape: [3, 3]}).apply(ones(2, 8)),
      "branches that cannot be concatenated": () => apply(layers.concatenate(), [2, 3], [3, 4]),
      "a merging layer with one input": () => apply(layers.add(), [2]),
      "branches with different fixed batch sizes": () => layers.add().apply([input({batchShape: [2, 3]}), input({batchShape: [4, 3]})]),
      "a dot layer of different lengths": () => apply(layers.dot({axes: 1}), [2], [3]),
      "numbers mixed into a model's graph": () => layers.add().apply([input({shape: [2]}), anything(ones(2, 2))]),
      "an output that does not come from the inputs": () => {
        const other = input({shape: [2]});
        tf.model({inputs: input({shape: [2]}), outputs: layers.dense({units: 1}).apply(other) as tf.SymbolicTensor});
      },
      "a model that starts in the middle": () => {
        const hidden = layers.dense({units: 2}).apply(input({shape: [2]})) as tf.SymbolicTensor;
        tf.model({inputs: hidden, outputs: layers.dense({units: 1}).apply(hidden) as tf.SymbolicTensor});
      },
      "two layers of one name": () => {
        const inputs = input({shape: [2]});
        const hidden = layers.dense({units: 2, name: "same"}).apply(inputs);
        tf.model({inputs, outputs: layers.dense({units: 1, name: "same"}).apply(hidden) as tf.SymbolicTensor});
      },
      "a layer that the model does not have": () => small().getLayer("nope"),
      "a layer that is not part of a model yet": () => layers.dense({units: 1}).output,
      "a layer's size that is no whole number from 1": () => layers.dense({units: 0}),
      "a convolution without kernelSize or filters": () => layers.conv2d(anything({filters: 2})),
      "an unknown length where weights need one": () => stack(layers.conv2d({filters: 2, kernelSize: 2, inputShape: [6, 6, null]})),
      "images with another number of channels than the filter": () =>
        tf.conv2d(ones(1, 4, 4, 3) as tf.Tensor4D, ones(2, 2, 1, 1) as tf.Tensor4D, 1, "same"),
      "an option's value that there is not": () => layers.conv2d({filters: 1, kernelSize: 2, padding: anything("full")}),
      "causal padding, which tfjs does not have": () =>
        stack(layers.conv1d({filters: 2, kernelSize: 2, padding: "causal", inputShape: [5, 1]})).predict(ones(1, 5, 1)),
      "a GRU as Keras trains it by default": () => layers.gru(anything({units: 2, resetAfter: true})),
      "timeDistributed of something that has no steps": () =>
        stack(layers.timeDistributed({layer: layers.dense({units: 2}), inputShape: [4]})),
      "a stateful layer without a batch size": () => stack(layers.lstm({units: 2, stateful: true, inputShape: [3, 1]})),
      "resetStates of a layer that keeps none": () => stack(layers.lstm({units: 2, inputShape: [3, 1]})).layers[0]!.resetStates(),
    },
    elsewhere: {
      "a layer that gets another kind of input": {
        message: "Input 0 is incompatible with layer mine : expected dtype=int32, found dtype=float32.",
        file: "tfjs-layers/dist/engine/topology.js",
        literal: "expected dtype=${spec.dtype}",
      },
    },
  });
});
