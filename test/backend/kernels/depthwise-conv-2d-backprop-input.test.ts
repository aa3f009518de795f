import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import {againstCpu, whole, windowed} from "./against-cpu.js";

describe("DepthwiseConv2dNativeBackpropInput", function () {
  this.timeout(60_000);

  it("gives what cpu gives, for all strides and paddings", () => {
    const trials = fc.tuple(windowed, whole(1, 5)).map(([{input, window, strides, pad}, multiplier]) => {
      const filter: [number, number, number, number] = [...window, input[3], multiplier];
      const {outShape} = tf.backend_util.computeConv2DInfo(input, filter, strides, 1, pad, "floor", true);
      return {shapes: {filter, dy: outShape}, attrs: {strides, pad, dimRoundingMode: "floor", dilations: 1, inputShape: input}};
    });
    return againstCpu("DepthwiseConv2dNativeBackpropInput", trials);
  });
});
