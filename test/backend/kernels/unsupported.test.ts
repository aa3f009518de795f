import * as tf from "@tensorflow/tfjs";
import {expect} from "chai";
import {on} from "../both.js";

describe("unsupported", () => {
  it("says in one line what to do", async () => {
    const message = await on("wasm", () => {
      try {
        return tf.tidy(() => String(tf.spectral.rfft(tf.tensor1d([1, 2, 3, 4]))));
      } catch (error) {
        return (error as Error).message;
      }
    });
    expect(message).match(
      /^the wasm backend cannot hold complex numbers, which \w+ needs; call useBackend\("cpu"\) or set DDX_BACKEND=cpu$/,
    );
  });
});
