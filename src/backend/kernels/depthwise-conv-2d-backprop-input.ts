import type * as tf from "@tensorflow/tfjs";
import {compose} from "./compose.js";
import {spread} from "./spread.js";
import {window, type WindowAttrs} from "./window.js";

/** The gradient of a depthwise convolution by its input: each channel of the gradient with its filter turned round, summed over the multiplier. */
export const depthwiseConv2dBackpropInput = compose<WindowAttrs & {inputShape: number[]}>(
  "DepthwiseConv2dNativeBackpropInput",
  ({inputs, attrs, run}) => {
    const {dy, filter} = inputs as {dy: tf.TensorInfo; filter: tf.TensorInfo};
    const [height, width, channels, multiplier] = filter.shape as [number, number, number, number];
    const {x, pad} = spread(dy, {info: window(attrs, {input: attrs.inputShape, filter: filter.shape, depthwise: true}), run});
    const turned = run("Reshape", {x: run("Reverse", {x: filter, dims: [0, 1]}), shape: [height, width, channels * multiplier, 1]});
    const each = run("DepthwiseConv2dNative", {x, filter: turned, strides: 1, dilations: 1, pad});
    if (multiplier === 1) return each;
    return run("Sum", {x: run("Reshape", {x: each, shape: [...attrs.inputShape, multiplier]}), axis: [4], keepDims: false});
  },
);
