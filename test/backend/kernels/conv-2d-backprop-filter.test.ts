import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import {againstCpu, whole, windowed} from "./against-cpu.js";

describe("Conv2DBackpropFilter", function () {
  this.timeout(60_000);

  it("gives what cpu gives, for all strides and paddings", () => {
    const trials = fc.tuple(windowed, whole(1, 5)).map(([{input, window, strides, pad}, filters]) => {
      const filter: [number, number, number, number] = [...window, input[3], filters];
      const {outShape} = tf.backend_util.computeConv2DInfo(input, filter, strides, 1, pad, "floor");
      return {shapes: {x: input, dy: outShape}, attrs: {strides, pad, dimRoundingMode: "floor", dataFormat: "NHWC", filterShape: filter}};
    });
    return againstCpu("Conv2DBackpropFilter", trials);
  });
});
