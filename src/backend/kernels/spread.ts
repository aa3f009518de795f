import type * as tf from "@tensorflow/tfjs";
import type {Run} from "./compose.js";
import {padding} from "./window.js";

/** A gradient laid out so that a convolution with the filter turned round, stride 1, gives the gradient of the input. */
export interface Spread {
  /** `[batch, height, width, channels]`. */
  x: tf.TensorInfo;
  /** What that convolution pads. */
  pad: tf.backend_util.ExplicitPadding;
}

/** Puts `stride - 1` zeros behind each row and column of the gradient of a convolution, and says what to pad, or cuts where the filter never reached. */
export function spread(dy: tf.TensorInfo, {info, run}: {info: tf.backend_util.Conv2DInfo; run: Run}): Spread {
  const {outHeight, outWidth, strideHeight, strideWidth, filterHeight, filterWidth, inHeight, inWidth, padInfo} = info;
  const rows = side({length: outHeight * strideHeight, filter: filterHeight, padded: padInfo.top, input: inHeight});
  const columns = side({length: outWidth * strideWidth, filter: filterWidth, padded: padInfo.left, input: inWidth});
  const wide = insertZeros(dy, {rows: strideHeight, columns: strideWidth, run});
  const [batch, height, width, channels] = wide.shape as [number, number, number, number];
  const begin = [0, rows.cut, columns.cut, 0];
  const size = [batch, rows.keep, columns.keep, channels];
  const x = rows.keep < height || columns.keep < width ? run("Slice", {x: wide, begin, size}) : wide;
  return {x, pad: padding([rows.before, rows.after], [columns.before, columns.after])};
}

interface Side {
  before: number;
  after: number;
  cut: number;
  keep: number;
}

/** What to pad before and after, what to cut at the front and how much to keep, so that a filter of that length gives back the input's length. */
function side({length, filter, padded, input}: {length: number; filter: number; padded: number; input: number}): Side {
  const before = filter - 1 - padded;
  const after = input + filter - 1 - length - before;
  const cut = Math.max(0, -before);
  return {before: Math.max(0, before), after: Math.max(0, after), cut, keep: length - cut - Math.max(0, -after)};
}

function insertZeros(x: tf.TensorInfo, {rows, columns, run}: {rows: number; columns: number; run: Run}): tf.TensorInfo {
  if (rows === 1 && columns === 1) return x;
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const behind = (values: tf.TensorInfo, {count, shape}: {count: number; shape: [number, number, number]}) => {
    const paddings = [[0, 0], [0, count - 1], [0, 0]]; // prettier-ignore
    return run("PadV2", {x: run("Reshape", {x: values, shape}), paddings, constantValue: 0});
  };
  const wide = behind(x, {count: columns, shape: [batch * height * width, 1, channels]});
  const high = behind(wide, {count: rows, shape: [batch * height, 1, width * columns * channels]});
  return run("Reshape", {x: high, shape: [batch, height * rows, width * columns, channels]});
}
