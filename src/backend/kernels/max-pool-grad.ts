import * as tf from "@tensorflow/tfjs";
import {compose} from "./compose.js";
import {eachMeeting, type WindowAttrs} from "./window.js";

/**
 * The gradient of max pooling, to the first of the largest values of each window, as cpu and TensorFlow give it. The kernel that tfjs 4.22 ships starts from
 * the smallest positive float, so it loses the gradient of every window without a positive value (`MaxPoolGrad.cc`: `numeric_limits<float>::min()`).
 */
export const maxPoolGrad = compose<WindowAttrs & {filterSize: number | [number, number]}>(
  "MaxPoolGrad",
  ({inputs, attrs: {filterSize, strides, pad, dimRoundingMode}, read, write}) => {
    const {shape} = inputs.input!;
    const info = tf.backend_util.computePool2DInfo(shape as [number, number, number, number], filterSize, strides, 1, pad, dimRoundingMode);
    const [x, dy] = [read(inputs.input!), read(inputs.dy!)];
    const {inChannels, strideWidth} = info;
    const peaks = new Float32Array(dy.length).fill(-Infinity);
    const winners = new Int32Array(dy.length).fill(-1);
    eachMeeting(info, ({input, output, count}) => {
      for (let i = 0; i < count; i++) {
        const ahead = (input + i * strideWidth - output - i) * inChannels;
        for (let o = (output + i) * inChannels; o < (output + i + 1) * inChannels; o++) {
          if (x[o + ahead]! > peaks[o]!) {
            peaks[o] = x[o + ahead]!;
            winners[o] = o + ahead;
          }
        }
      }
    });
    const dx = new Float32Array(x.length);
    for (let o = 0; o < dy.length; o++) if (winners[o]! >= 0) dx[winners[o]!]! += dy[o]!;
    return write(dx, {shape, dtype: "float32"});
  },
);
