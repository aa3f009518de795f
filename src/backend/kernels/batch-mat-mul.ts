import * as tf from "@tensorflow/tfjs";
import {compose, type Run} from "./compose.js";

/**
 * The product of matrices. tfjs gives only plain products to XNNPACK and does those with a transposed operand in a naive loop, up to 19 times slower than to transpose first.
 * XNNPACK in turn first packs the right operand, which takes longer than the product itself when that is the larger one, as weights are: then it gets (BᵀAᵀ)ᵀ.
 */
export const batchMatMul = compose<{transposeA?: boolean; transposeB?: boolean}>("BatchMatMul", ({inputs, attrs, run, shipped}) => {
  const {a, b} = inputs as {a: tf.TensorInfo; b: tf.TensorInfo};
  const {transposeA = false, transposeB = false} = attrs;
  if (batches(a) > 1 || batches(b) > 1 || multiplyAdds(a, b.shape.at(transposeB ? -2 : -1)!) < worthwhile)
    return shipped({...inputs, ...attrs});
  const plain = {transposeA: false, transposeB: false};
  const flipped = (x: tf.TensorInfo, flip: boolean) => (flip ? transposed(x, run) : x);
  if (packing(b) < 2 * packing(a)) return shipped({a: flipped(a, transposeA), b: flipped(b, transposeB), ...plain});
  return transposed(shipped({a: flipped(b, !transposeB), b: flipped(a, !transposeA), ...plain}), run);
});

const batches = ({shape}: tf.TensorInfo): number => tf.util.sizeFromShape(shape.slice(0, -2));

const multiplyAdds = ({shape}: tf.TensorInfo, columns: number): number => tf.util.sizeFromShape(shape) * columns;

// Fewer multiply-adds take the naive loop less time than a dispatch does.
const worthwhile = 8000;

// Three more dispatches take as long as to pack some thousand numbers.
const packing = ({shape}: tf.TensorInfo): number => tf.util.sizeFromShape(shape) + 2000;

function transposed(x: tf.TensorInfo, run: Run): tf.TensorInfo {
  const last = x.shape.length - 1;
  return run("Transpose", {x, perm: [...x.shape.keys()].slice(0, -2).concat(last, last - 1)});
}
