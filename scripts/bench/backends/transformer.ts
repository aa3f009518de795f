import * as tf from "@tensorflow/tfjs";

const {layers} = tf;

const apply = (layer: tf.layers.Layer, input: tf.SymbolicTensor | tf.SymbolicTensor[]) => layer.apply(input) as tf.SymbolicTensor;

/** A block of a transformer: attention with a residual, then a dense part with one. */
export function transformerBlock(input: tf.SymbolicTensor, {width}: {width: number}): tf.SymbolicTensor {
  const [query, key, value] = [1, 2, 3].map(() => apply(layers.dense({units: width}), input)) as [
    tf.SymbolicTensor,
    tf.SymbolicTensor,
    tf.SymbolicTensor,
  ];
  const attended = apply(layers.add(), [input, apply(new Attention({}), [query, key, value])]);
  const calm = apply(layers.layerNormalization({}), attended);
  const inner = apply(layers.dense({units: width}), apply(layers.dense({units: 2 * width, activation: "gelu" as "relu"}), calm));
  return apply(layers.layerNormalization({}), apply(layers.add(), [calm, inner]));
}

/** Attention with one head: batched products, the first with a transposed operand (tf.einsum has no gradient in tfjs 4.22). */
class Attention extends tf.layers.Layer {
  static readonly className = "ExampleAttention";
  override computeOutputShape(shapes: tf.Shape[]): tf.Shape {
    return shapes[2]!;
  }
  override call(inputs: tf.Tensor[]): tf.Tensor {
    const [query, key, value] = inputs as [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D];
    return tf.tidy(() => tf.matMul(tf.softmax(tf.matMul(query, key, false, true).div(Math.sqrt(query.shape[2]))), value));
  }
}
