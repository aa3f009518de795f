import * as tf from "@tensorflow/tfjs";

/** Tensors and attributes by the names that tfjs-core has for them. */
export type Arguments = Readonly<Record<string, unknown>>;

/** What a composition works with; all that it makes is freed at its end, but for what it returns. */
export interface Call<Attrs> {
  /** The kernel's tensors by name. */
  inputs: Readonly<Record<string, tf.TensorInfo>>;
  /** The kernel's attributes by name. */
  attrs: Attrs;
  /** Runs another kernel of the wasm backend. */
  run: Run;
  /** Runs the kernel that tfjs ships under the same name. */
  shipped: (given: Arguments) => tf.TensorInfo;
  /** Makes a tensor of values. */
  write: (values: tf.BackendValues, like: {shape: number[]; dtype: tf.DataType}) => tf.TensorInfo;
  /** Copies a tensor's values out of the wasm heap. */
  read: (tensor: tf.TensorInfo) => Float32Array | Int32Array | Uint8Array;
}

/** Runs a kernel of the wasm backend by its name in tfjs-core. */
export type Run = (kernelName: string, given: Arguments) => tf.TensorInfo;

/** A kernel made of other kernels. */
export interface Composition {
  /** Name in tfjs-core. */
  kernelName: string;
  /** Makes the kernel, on top of the one that tfjs ships under that name, if any. */
  on: (shipped: tf.KernelFunc | undefined) => tf.KernelFunc;
}

/** Composes a kernel of the wasm backend from kernels that it has. */
export function compose<Attrs extends object>(kernelName: string, make: (call: Call<Attrs>) => tf.TensorInfo): Composition {
  return {
    kernelName,
    on: (shipped) => (args) => {
      const {inputs, attrs, backend} = args as unknown as Invocation<Attrs>;
      const {keep, close} = open(backend);
      let result: tf.TensorInfo | undefined;
      try {
        result = make({
          inputs,
          attrs,
          run: (name, given) => keep(invoke(tf.getKernel(name, "wasm")?.kernelFunc, {name, given, backend})),
          shipped: (given) => keep(invoke(shipped, {name: kernelName, given, backend})),
          write: (values, {shape, dtype}) => keep(backend.makeOutput(shape, dtype, null, values)),
          read: ({dataId}) => backend.readSync(dataId),
        });
        return result;
      } finally {
        close(result);
      }
    },
  };
}

interface Invocation<Attrs> {
  inputs: Readonly<Record<string, tf.TensorInfo>>;
  attrs: Attrs;
  backend: Wasm;
}

interface Wasm extends tf.KernelBackend {
  readSync(data: object): Float32Array | Int32Array | Uint8Array;
  makeOutput(shape: number[], dtype: string, offset: null, values: tf.BackendValues): tf.TensorInfo;
  disposeData(data: object): boolean;
}

/** A scope of tensors: those that it keeps are freed when it closes, but for its result. */
function open(backend: Wasm): {keep: (tensor: tf.TensorInfo) => tf.TensorInfo; close: (result: tf.TensorInfo | undefined) => void} {
  const made: tf.TensorInfo[] = [];
  const keep = (tensor: tf.TensorInfo) => {
    made.push(tensor);
    return tensor;
  };
  const close = (result: tf.TensorInfo | undefined) => made.forEach((tensor) => tensor !== result && backend.disposeData(tensor.dataId));
  return {keep, close};
}

function invoke(kernel: tf.KernelFunc | undefined, {name, given, backend}: {name: string; given: Arguments; backend: Wasm}): tf.TensorInfo {
  if (!kernel) throw new Error(`the wasm backend lacks the kernel ${name}; install @tensorflow/tfjs-backend-wasm ${tf.version.tfjs}`);
  const inputs: tf.NamedTensorInfoMap = {};
  const attrs: tf.NamedAttrMap = {};
  for (const key in given) {
    const value = given[key];
    if (isTensor(value)) inputs[key] = value;
    else attrs[key] = value as tf.Attribute;
  }
  return kernel({inputs, attrs, backend}) as tf.TensorInfo;
}

const isTensor = (value: unknown): value is tf.TensorInfo => typeof value === "object" && value !== null && "dataId" in value;
