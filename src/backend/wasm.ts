import * as tf from "@tensorflow/tfjs";
import {registerKernels} from "./kernels/index.js";

/** Registers tfjs's wasm backend with our kernels; its binary, 0.4 MB, lies beside its package and is read when the backend starts. */
export async function loadWasm(): Promise<undefined> {
  // A copy that the user imported serves as well: registering a second one warns for each of its 180 kernels.
  if (!tf.findBackendFactory("wasm")) await import("@tensorflow/tfjs-backend-wasm");
  registerKernels();
  return undefined;
}
