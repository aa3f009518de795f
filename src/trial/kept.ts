import * as tf from "@tensorflow/tfjs";

/** Runs a pass forward and backward; when it throws, frees the tensors that tfjs saved for the way back and then forgets. */
export function freeing<T>(pass: () => T): T {
  const engine = tf.engine() as unknown as {keep(tensor: tf.Tensor): tf.Tensor};
  const saved: tf.Tensor[] = [];
  const keep = engine.keep;
  engine.keep = function (tensor) {
    saved.push(tensor);
    return keep.call(this, tensor);
  };
  try {
    return pass();
  } catch (error) {
    tf.dispose(saved);
    throw error;
  } finally {
    engine.keep = keep;
  }
}

/** Lets a model of ours free what a step that throws leaves behind. */
export function freeFailedSteps(model: tf.LayersModel): void {
  const inner = ((model as unknown as {model?: object}).model ?? model) as {makeTrainFunction?(): (data: tf.Tensor[]) => tf.Scalar[]};
  const make = inner.makeTrainFunction;
  if (!make) return;
  inner.makeTrainFunction = function () {
    const train = make.call(this);
    return (data) => freeing(() => train(data));
  };
}
