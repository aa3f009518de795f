import * as tf from "@tensorflow/tfjs";
import {compose} from "./compose.js";

/**
 * Values picked by index along an axis, in each group of the first `batchDims` dimensions by its own indices. tfjs's own kernel works out the position
 * of every number, and with groups reads beyond the tensor (tfjs issue 8658); `GatherNd` copies whole rows.
 */
export const gather = compose<{axis: number; batchDims?: number}>("GatherV2", ({inputs, attrs, run, read, write, shipped}) => {
  const {x, indices} = inputs as {x: tf.TensorInfo; indices: tf.TensorInfo};
  const {axis, batchDims = 0} = attrs;
  const along = x.shape[axis]!;
  const picks = read(indices);
  // Out of range, the shipped kernel throws; along another axis it is no slower.
  const usual = (axis === 0 || batchDims > 0) && indices.dtype === "int32" && picks.every((index) => index >= 0 && index < along);
  if (!usual) return shipped({...inputs, ...attrs});
  const before = x.shape.slice(batchDims, axis);
  const after = x.shape.slice(axis + 1);
  const [outer, size] = [tf.util.sizeFromShape(before), tf.util.sizeFromShape(after)];
  const count = tf.util.sizeFromShape(indices.shape.slice(batchDims));
  const groups = tf.util.sizeFromShape(indices.shape.slice(0, batchDims));
  const rows = run("Reshape", {x, shape: [groups * outer * along, size]});
  const positions =
    groups * outer === 1 ? indices : write(rowsOf({picks, groups, outer, count, along}), {shape: [groups * outer * count], dtype: "int32"});
  const picked = run("GatherNd", {params: rows, indices: run("Reshape", {x: positions, shape: [groups * outer * count, 1]})});
  return run("Reshape", {x: picked, shape: [...x.shape.slice(0, axis), ...indices.shape.slice(batchDims), ...after]});
});

/** Which row of a matrix [groups · outer · along, …] each pick is. */
function rowsOf({picks, groups, outer, count, along}: Picks): Int32Array {
  const rows = new Int32Array(groups * outer * count);
  for (let block = 0; block < groups * outer; block++) {
    const group = Math.floor(block / outer);
    for (let i = 0; i < count; i++) rows[block * count + i] = block * along + picks[group * count + i]!;
  }
  return rows;
}

interface Picks {
  picks: ArrayLike<number>;
  groups: number;
  outer: number;
  count: number;
  along: number;
}
