import * as tf from "@tensorflow/tfjs";
import {compose, type Composition} from "./compose.js";

interface Cpu {
  firstUse: boolean;
  makeTensorInfo(shape: number[], dtype: tf.DataType, values: tf.BackendValues): tf.TensorInfo;
  readSync(data: object): tf.BackendValues;
  disposeData(data: object): void;
}

/**
 * A rare kernel that tfjs 4.22's wasm backend has wrong, run by the cpu backend on copies. Judged by finite differences, `Conv3DBackpropInputV2` is always wrong,
 * `Conv3DBackpropFilterV2` with strides, and `MaxPool3D` and its gradient start from the smallest positive float as `MaxPoolGrad` does.
 */
export function onCpu(kernelName: string): Composition {
  return compose(kernelName, ({inputs, attrs, read, write}) => {
    const backend = tf.findBackend("cpu") as unknown as Cpu;
    // Else it prints that Node has a faster backend, which is in use.
    backend.firstUse = false;
    const copies = Object.entries(inputs).map(
      ([name, tensor]) => [name, backend.makeTensorInfo(tensor.shape, tensor.dtype, read(tensor))] as const,
    );
    const result = tf
      .getKernel(kernelName, "cpu")
      .kernelFunc({inputs: Object.fromEntries(copies), attrs: attrs as tf.NamedAttrMap, backend}) as tf.TensorInfo;
    const values = backend.readSync(result.dataId);
    for (const {dataId} of [result, ...copies.map(([, copy]) => copy)]) backend.disposeData(dataId);
    return write(values, result);
  });
}
