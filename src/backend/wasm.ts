import * as tf from "@tensorflow/tfjs";
import {registerKernels} from "./kernels/index.js";

/**
 * Registers tfjs's wasm backend with our kernels; its binary, 0.4 MB, lies beside its package and is read when the backend starts.
 * The binary with threads, which tfjs switches off in Node, is left off: with its worker's script patched it does start there, but it takes half of the cores, which
 * is one of two, and made to take both it was 2 to 6 times slower on the fits of `npm run bench backends`, whose steps are too small to be shared out.
 */
export async function loadWasm(): Promise<undefined> {
  // A copy that the user imported serves as well: registering a second one warns for each of its 180 kernels.
  if (!tf.findBackendFactory("wasm")) await import("@tensorflow/tfjs-backend-wasm");
  registerKernels();
  return undefined;
}
