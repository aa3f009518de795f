import type * as tf from "@tensorflow/tfjs";
import {compose} from "./compose.js";
import {padding, window, type WindowAttrs} from "./window.js";

/**
 * The gradient of a convolution by its filter, which tfjs's wasm backend lacks: the convolution of the images, channels taken for batch, with the gradient,
 * batch taken for channels, dilated by the strides.
 */
export const conv2DBackpropFilter = compose<WindowAttrs & {filterShape: number[]}>("Conv2DBackpropFilter", ({inputs, attrs, run}) => {
  const {x, dy} = inputs as {x: tf.TensorInfo; dy: tf.TensorInfo};
  const {padInfo, strideHeight, strideWidth, filterHeight, filterWidth, inChannels, outChannels} = window(attrs, {
    input: x.shape,
    filter: attrs.filterShape,
  });
  const images = run("Transpose", {x, perm: [3, 1, 2, 0]});
  const filter = run("Transpose", {x: dy, perm: [1, 2, 0, 3]});
  const pad = padding([padInfo.top, padInfo.bottom], [padInfo.left, padInfo.right]);
  const whole = run("Conv2D", {x: images, filter, strides: 1, dilations: [strideHeight, strideWidth], pad, dataFormat: "NHWC"});
  // Rows that the strides step over at the far edges meet no filter weight.
  const cut = run("Slice", {x: whole, begin: [0, 0, 0, 0], size: [inChannels, filterHeight, filterWidth, outChannels]});
  return run("Transpose", {x: cut, perm: [1, 2, 0, 3]});
});
