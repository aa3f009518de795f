import * as tf from "@tensorflow/tfjs";
import {compose} from "./compose.js";

/** Rows picked by index, as each batch of a fit is. tfjs's own kernel works out the position of every number; `GatherNd` copies whole rows. */
export const gather = compose<{axis: number; batchDims: number}>("GatherV2", ({inputs, attrs, run, read, shipped}) => {
  const {x, indices} = inputs as {x: tf.TensorInfo; indices: tf.TensorInfo};
  const rows = x.shape[0]!;
  // Out of range, the shipped kernel throws.
  const usual =
    attrs.axis === 0 && !attrs.batchDims && indices.dtype === "int32" && read(indices).every((index) => index >= 0 && index < rows);
  if (!usual) return shipped({...inputs, ...attrs});
  const size = tf.util.sizeFromShape(x.shape.slice(1));
  const count = tf.util.sizeFromShape(indices.shape);
  const params = run("Reshape", {x, shape: [rows, size]});
  const picked = run("GatherNd", {params, indices: run("Reshape", {x: indices, shape: [count, 1]})});
  return run("Reshape", {x: picked, shape: [...indices.shape, ...x.shape.slice(1)]});
});
