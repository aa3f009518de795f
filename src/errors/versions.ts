/** A version that is known to be bad; plain JSON, so that lists of them can be kept in files. */
export interface KnownBug {
  /** Name on npm. */
  package: string;
  /** Versions that have it, such as `>=4.9.0 <4.11.0`. */
  range: string;
  /** Versions of Node in which it shows; all when left out. */
  node?: string;
  /** The platform in which it shows, as Node names it: `win32`, `linux`, `darwin`. */
  platform?: string;
  /** The backend that must be active for it to show. */
  backend?: string;
  /** A key of the versions whose presence keeps clear of it, such as a function that was put back. */
  unless?: string;
  /** What a person notices. */
  symptom: string;
  /** `wrong`: wrong numbers without an error; `breaks`: an error or a crash; `limit`: something that is not there and says so. */
  effect: "wrong" | "breaks" | "limit";
  /** What to do. */
  advice: string;
  /** The first version without it; absent while no release has it. */
  fixedIn?: string;
  /** The last version before it came. */
  lastGood?: string;
  /** What of ddx keeps clear of it. */
  mended?: string;
  /** The address. */
  url: string;
}

const tracker = "https://github.com/tensorflow/tfjs";
const wasm = "@tensorflow/tfjs-backend-wasm";
const core = "@tensorflow/tfjs-core";

/** Versions of tfjs with bugs that reach a training, each found in tfjs's tracker and, for 4.22 and the bounds of ranges, in the packages themselves. */
export const knownBugs: readonly KnownBug[] = [
  {
    package: "@tensorflow/tfjs-node",
    range: "<=4.22.0",
    node: ">=23.0.0",
    unless: "util.isNullOrUndefined",
    symptom: "util.isNullOrUndefined is not a function: no operation runs",
    effect: "breaks",
    advice: "use Node 22, or run ddx native, which puts the functions back; the correction is merged (pull request 8425) and not released",
    lastGood: "Node 22",
    url: `${tracker}/issues/8609`,
  },
  {
    package: wasm,
    range: ">=4.6.0 <=4.22.0",
    symptom: "max pooling passes the gradient of a window without a positive value to the wrong place (to its first value)",
    effect: "wrong",
    advice: "train through useBackend of ddx, or on another backend",
    lastGood: "4.5.0, which has no such gradient and says so",
    mended: "ddx's kernels",
    url: `${tracker}/pull/7672`,
  },
  {
    package: wasm,
    range: ">=3.11.0 <=4.22.0",
    symptom: "a 2-D convolution with padding same gives zeros when its stride is longer than its filter along one axis only",
    effect: "wrong",
    advice: "use padding valid, a filter at least as long as the stride, or another backend",
    url: `${tracker}/issues/5907`,
  },
  {
    package: wasm,
    range: "4.22.0",
    symptom: "tf.gather with batchDims gives wrong values, or ends in memory access out of bounds",
    effect: "wrong",
    advice: "compute through useBackend of ddx, or on another backend",
    mended: "ddx's kernels",
    url: `${tracker}/issues/8658`,
  },
  {
    package: wasm,
    range: "<=4.22.0",
    symptom: "networks with convolutions or embeddings predict and cannot be trained: Kernel 'Conv2DBackpropFilter' not registered",
    effect: "limit",
    advice: "train through useBackend of ddx, or on another backend",
    mended: "ddx's kernels",
    url: `${tracker}/issues/8474`,
  },
  {
    package: wasm,
    range: "<3.10.0",
    symptom: "sums, relu and other operations on int32 tensors give wrong values",
    effect: "wrong",
    advice: "update to 4.22.0",
    fixedIn: "3.10.0",
    url: `${tracker}/issues/5641`,
  },
  {
    package: wasm,
    range: ">=2.7.0 <=2.8.3",
    symptom: "losses and predictions differ from those of other backends by far",
    effect: "wrong",
    advice: "update to 4.22.0",
    url: `${tracker}/issues/4326`,
  },
  {
    package: "@tensorflow/tfjs-backend-webgl",
    range: ">=3.13.0 <=4.22.0",
    backend: "webgl",
    symptom: "ids beyond an embedding give zeros instead of an error",
    effect: "wrong",
    advice: "run the check index-out-of-range, or tf.enableDebugMode()",
    lastGood: "3.12.0",
    url: `${tracker}/pull/5984`,
  },
  {
    package: core,
    range: "<=4.22.0",
    symptom: "einsum, and the layers that use it, have no gradient",
    effect: "limit",
    advice: "write it with matMul, transpose and reshape",
    url: `${tracker}/issues/8277`,
  },
  {
    package: core,
    range: "<=4.22.0",
    symptom: "conv3dTranspose has no gradient",
    effect: "limit",
    advice: "train it elsewhere and load it",
    url: `${tracker}/issues/6323`,
  },
  {
    package: core,
    range: "<=4.22.0",
    symptom: "convolutions with a dilationRate above 1 have no gradient",
    effect: "limit",
    advice: "use strides, pooling or larger filters",
    url: `${tracker}/issues/7906`,
  },
  {
    package: core,
    range: "<=4.22.0",
    symptom: "comparisons have no gradient, so that a thresholdedReLU layer cannot be trained through",
    effect: "limit",
    advice: "use relu or leakyReLU",
    url: `${tracker}/issues/108`,
  },
  {
    package: "@tensorflow/tfjs-layers",
    range: "<=4.22.0",
    symptom: "models saved by Keras 3 do not load: batch_shape and inbound_nodes have another form",
    effect: "limit",
    advice: "save with Keras 2 (pip install tf_keras, TF_USE_LEGACY_KERAS=1)",
    lastGood: "Keras 2.15",
    url: `${tracker}/issues/8494`,
  },
  {
    package: "@tensorflow/tfjs-layers",
    range: ">=4.9.0 <4.11.0",
    symptom: "loading a model without weights throws: Cannot read properties of undefined (reading 'split')",
    effect: "breaks",
    advice: "update to 4.22.0",
    fixedIn: "4.11.0",
    lastGood: "4.8.0",
    url: `${tracker}/issues/7865`,
  },
  {
    package: "@tensorflow/tfjs-layers",
    range: "<2.4.0",
    symptom: "functional models of TensorFlow 2.3 and later do not load: Unknown layer: Functional",
    effect: "breaks",
    advice: "update to 4.22.0",
    fixedIn: "2.4.0",
    url: `${tracker}/issues/3786`,
  },
  {
    package: "@tensorflow/tfjs-converter",
    range: "4.3.0",
    symptom: "graph models of several outputs give tensors that are already disposed of",
    effect: "breaks",
    advice: "update to 4.22.0",
    fixedIn: "4.4.0",
    lastGood: "4.2.0",
    url: `${tracker}/issues/7504`,
  },
];
