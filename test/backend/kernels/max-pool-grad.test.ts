import * as tf from "@tensorflow/tfjs";
import {expect} from "chai";
import {on} from "../both.js";
import {againstCpu, windowed} from "./against-cpu.js";

describe("MaxPoolGrad", function () {
  this.timeout(60_000);

  it("gives what cpu gives, also for windows without a positive value and with ties", () => {
    const trials = windowed
      // Explicit padding may leave windows without any value, for which there is no gradient to compare.
      .filter(({pad}) => typeof pad === "string")
      .map(({input, window, strides, pad}) => {
        const {outShape} = tf.backend_util.computePool2DInfo(input, window, strides, 1, pad);
        const coarse = () => tf.randomUniformInt(input, -3, 1, 5).toFloat();
        return {shapes: {dy: outShape, output: outShape}, given: {input: coarse}, attrs: {filterSize: window, strides, pad}};
      });
    return againstCpu("MaxPoolGrad", trials);
  });

  it("reaches the largest of negative values", async () => {
    const gradient = await on("wasm", () =>
      tf.tidy(() =>
        Array.from(
          tf
            .grad((x) => tf.maxPool(x as tf.Tensor4D, 2, 2, "valid"))(tf.tensor4d([-4, -1, -3, -2], [1, 2, 2, 1]))
            .dataSync(),
        ),
      ),
    );
    expect(gradient).eql([0, 1, 0, 0]);
  });
});
