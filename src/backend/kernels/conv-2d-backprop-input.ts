import type * as tf from "@tensorflow/tfjs";
import {compose} from "./compose.js";
import {spread} from "./spread.js";
import {window, type WindowAttrs} from "./window.js";

/**
 * The gradient of a convolution by its input (also the transposed convolution): the convolution of the gradient, zeros put between its rows and columns for
 * strides above 1, with the filter turned round. XNNPACK does it many times faster than the loop that tfjs ships.
 */
export const conv2DBackpropInput = compose<WindowAttrs & {inputShape: number[]}>("Conv2DBackpropInput", ({inputs, attrs, run}) => {
  const {dy, filter} = inputs as {dy: tf.TensorInfo; filter: tf.TensorInfo};
  const {x, pad} = spread(dy, {info: window(attrs, {input: attrs.inputShape, filter: filter.shape}), run});
  const turned = run("Transpose", {x: run("Reverse", {x: filter, dims: [0, 1]}), perm: [0, 1, 3, 2]});
  return run("Conv2D", {x, filter: turned, strides: 1, dilations: 1, pad, dataFormat: "NHWC"});
});
