import * as tf from "@tensorflow/tfjs";
import {batchMatMul} from "./batch-mat-mul.js";
import type {Composition} from "./compose.js";
import {conv2DBackpropFilter} from "./conv-2d-backprop-filter.js";
import {conv2DBackpropInput} from "./conv-2d-backprop-input.js";
import {depthwiseConv2dBackpropFilter} from "./depthwise-conv-2d-backprop-filter.js";
import {depthwiseConv2dBackpropInput} from "./depthwise-conv-2d-backprop-input.js";
import {einsum} from "./einsum.js";
import {gather} from "./gather.js";
import {maxPoolGrad} from "./max-pool-grad.js";
import {onCpu} from "./on-cpu.js";
import {unsortedSegmentSum} from "./unsorted-segment-sum.js";
import {unsupported} from "./unsupported.js";

/** The kernels that ddx adds to tfjs's wasm backend, or puts in place of slow or wrong ones. */
export const compositions: readonly Composition[] = [
  batchMatMul,
  conv2DBackpropFilter,
  conv2DBackpropInput,
  depthwiseConv2dBackpropFilter,
  depthwiseConv2dBackpropInput,
  einsum,
  gather,
  maxPoolGrad,
  unsortedSegmentSum,
  ...["Conv3DBackpropFilterV2", "Conv3DBackpropInputV2", "MaxPool3D", "MaxPool3DGrad"].map(onCpu),
  ...["Complex", "ComplexAbs", "FFT", "IFFT", "Imag", "Real"].map(unsupported),
];

/** Registers them for `wasm`, in the registry that all copies of tfjs in a process share; calling again changes nothing. */
export function registerKernels(): void {
  for (const {kernelName, on} of compositions) {
    const shipped = tf.getKernel(kernelName, "wasm");
    if (shipped && mark in shipped.kernelFunc) continue;
    // Registering over a kernel prints a warning.
    if (shipped) tf.unregisterKernel(kernelName, "wasm");
    tf.registerKernel({...shipped, kernelName, backendName: "wasm", kernelFunc: Object.assign(on(shipped?.kernelFunc), {[mark]: true})});
  }
}

// A second copy of ddx finds the first one's kernels by it.
const mark = Symbol.for("ddx.kernel");
