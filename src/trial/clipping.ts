import * as tf from "@tensorflow/tfjs";

type Gradients = tf.NamedTensorMap | {name: string; tensor: tf.Tensor}[];

type Maker = (new (...options: never[]) => {applyGradients(gradients: Gradients): void}) & {
  fromConfig(cls: unknown, config: object): tf.Optimizer;
};

/**
 * The same optimizer afresh, whose steps see gradients of a norm of `most` at most, all weights together (Pascanu et al. 2013). It is of a class of its own that extends the given one's,
 * so that a copy by class and options clips as well.
 */
export function clipped(optimizer: tf.Optimizer, {most}: {most: number}): tf.Optimizer {
  const Own = optimizer.constructor as unknown as Maker;
  class Clipped extends Own {
    override applyGradients(gradients: Gradients): void {
      tf.tidy(() => super.applyGradients(scaled(gradients, most)));
    }
  }
  return Clipped.fromConfig(Clipped, optimizer.getConfig());
}

/** Gradients as they are where their norm is small enough; a weight that the loss does not reach has none. */
function scaled(gradients: Gradients, most: number): Gradients {
  const all = Array.isArray(gradients) ? gradients : Object.entries(gradients).map(([name, tensor]) => ({name, tensor}));
  const named = all.filter(({tensor}) => tensor);
  const norm = tf.addN(named.map(({tensor}) => tensor.square().sum())).sqrt();
  const scale = tf.scalar(most).div(tf.maximum(norm, most));
  return named.map(({name, tensor}) => ({name, tensor: tensor.mul(scale)}));
}
