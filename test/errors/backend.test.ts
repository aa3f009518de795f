import {execFile} from "node:child_process";
import {createRequire} from "node:module";
import {backendErrors} from "../../src/errors/known/backend.js";
import {tf, useBackend} from "../../src/index.js";
import {provokes} from "./provoke.js";

const {resolve} = createRequire(import.meta.url);

/** What a process of its own says, whose tfjs has only what it imports: none of ddx's kernels. */
function alone(code: string, {from = "@tensorflow/tfjs-core"} = {}): Promise<never> {
  const core = JSON.stringify(resolve(from));
  const wasm = JSON.stringify(resolve("@tensorflow/tfjs-backend-wasm"));
  const script = `const tf = require(${core}); const wasm = () => require(${wasm}); (async () => {${code}})().catch((error) => {console.log(error.message); process.exit(0)})`;
  return new Promise((_, reject) => {
    execFile(process.execPath, ["-e", script], (__, out, err) => reject(new Error(`${out}\n${err}`)));
  });
}

const onWasm = (code: string) => alone(`wasm(); await tf.setBackend("wasm"); ${code}`, {from: "@tensorflow/tfjs"});

describe("errors of backends", () => {
  provokes(backendErrors, {
    provoked: {
      "training on wasm what tfjs's wasm backend can only predict": () =>
        onWasm(`tf.grad((filter) => tf.sum(tf.conv2d(tf.ones([1, 4, 4, 1]), filter, 1, "same")))(tf.ones([2, 2, 1, 1]))`),
      "an operation that the backend does not have": () => onWasm("tf.complex([1], [0])"),
      "tfjs-core without a backend": () => alone("tf.tensor([1]).add(1)"),
      "a backend that is not ready": () => alone("wasm(); tf.tensor([1]).add(1)"),
      "a backend that is not there": () => tf.setBackend("webgpux"),
      "no backend that starts": () =>
        alone(`tf.registerBackend("broken", () => {throw new Error("no")}); console.warn = () => {}; tf.tensor([1]).add(1)`),
      "setWasmPaths after the backend has failed to start": () =>
        alone(`wasm().setWasmPaths("/nowhere/"); await tf.setBackend("wasm"); wasm().setWasmPaths("elsewhere/")`),
      "the .wasm file cannot be read": () => alone(`wasm().setWasmPaths("/nowhere/"); await tf.setBackend("wasm")`),
      "channels first on wasm": () => onWasm(`tf.conv2d(tf.ones([1, 3, 4, 4]), tf.ones([2, 2, 3, 1]), 1, "same", "NCHW")`),
      "whole numbers on wasm": async () => {
        await useBackend("wasm", {say: false});
        try {
          tf.maxPool(tf.ones([1, 4, 4, 1], "int32") as tf.Tensor4D, 2, 2, "valid");
        } finally {
          await tf.setBackend("cpu");
        }
      },
      "tfjs-node on Node 23 or later": async () => {
        // The call of nodejs_kernel_backend.js, on what Node 23 has left of util.
        const util = {} as {isNullOrUndefined: (value: unknown) => boolean};
        const util_1 = {...util};
        (0, util_1.isNullOrUndefined)(undefined);
      },
    },
    elsewhere: {
      "wasm beyond its memory": {message: "memory access out of bounds"},
      "a tensor that is too large for the graphics card": {
        message: "Requested texture size [20000x10] greater than WebGL maximum on this browser / GPU [16384x16384].",
        file: "tfjs-backend-webgl/dist/webgl_util.js",
        literal: "' greater than WebGL maximum on this browser / GPU '",
      },
      "WebGL that does not work here": {
        message: "Failed to compile fragment shader.",
        file: "tfjs-backend-webgl/dist/webgl_util.js",
        literal: "Failed to compile fragment shader.",
      },
      "tfjs-node without its binary": {
        message: "The Node.js native addon module (tfjs_binding.node) can not be found at path: /app/lib/napi-v8/tfjs_binding.node.",
      },
      "tfjs-node on Windows without tensorflow.dll": {
        message:
          "The specified module could not be found.\n\\\\?\\C:\\app\\node_modules\\@tensorflow\\tfjs-node\\lib\\napi-v8\\tfjs_binding.node",
      },
      "tfjs-node on an older Linux than it was built for": {
        message:
          "/lib/x86_64-linux-gnu/libm.so.6: version `GLIBC_2.27' not found (required by /app/node_modules/@tensorflow/tfjs-node/lib/napi-v8/../../deps/lib/libtensorflow.so.2)",
      },
      "tfjs-node without TensorFlow's library": {
        message: "libtensorflow.so.2: cannot open shared object file: No such file or directory",
      },
      "tfjs-node on a system that it has no binary for": {message: "Unsupported system: cpu-linux-ppc64"},
      "native TensorFlow refuses": {message: "Invalid TF_Status: 3\nMessage: Incompatible shapes: [784,1024] vs. [100,256]"},
    },
  });
});
