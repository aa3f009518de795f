import * as tf from "@tensorflow/tfjs";
import {copyOptimizer} from "../../trial/blueprint.js";
import {free} from "../../trial/lifetime.js";
import {compiled} from "../../trial/probe.js";
import {kept} from "./keep.js";
import {tensorsOf, weightsOf, type Rows, type Tensors, type Weight} from "./subject.js";

/** What some training steps did to a weight. */
export interface Moved extends Weight {
  /** Whether its values are the same, bit for bit. */
  same: boolean;
  /** Whether it holds a value that is not finite. */
  broken: boolean;
  /** Largest absolute gradient of all steps; undefined when the loss does not depend on it. */
  gradient?: number;
}

/** Training steps on the batch: a weight behind one that starts at zero moves at the second. */
export const stepCount = 3;

/** Takes training steps with a fresh copy of the model's optimizer and tells what became of each weight; the model is put back. */
export function afterSteps(model: tf.LayersModel, {batch, penalties}: {batch: Rows; penalties: boolean}): Moved[] {
  return kept(model, () => {
    const weights = weightsOf(model);
    const before = weights.map(({variable}) => variable.dataSync().slice());
    const gradients = train(model, {data: tensorsOf(model, batch), weights, penalties});
    return weights.map((weight, i) => {
      const after = weight.variable.dataSync();
      return {...weight, same: sameValues(before[i]!, after), broken: !allFinite(after), gradient: gradients.get(weight.variable.name)};
    });
  });
}

interface Training {
  data: Tensors;
  weights: readonly Weight[];
  penalties: boolean;
}

function train(model: tf.LayersModel, {data, weights, penalties}: Training): Map<string, number> {
  const variables = weights.filter(({trainable}) => trainable).map(({variable}) => variable);
  const largest = new Map<string, number>();
  const optimizer = copyOptimizer(model.optimizer, model.optimizer.getConfig());
  try {
    for (let step = 0; step < stepCount; step++)
      tf.tidy(() => {
        const grads = gradientsOf(() => lossOf(model, {data, penalties}), variables);
        for (const [name, gradient] of Object.entries(grads))
          largest.set(name, Math.max(largest.get(name) ?? 0, gradient.abs().max().dataSync()[0]!));
        if (Object.keys(grads).length > 0) optimizer.applyGradients(grads);
      });
  } finally {
    free(optimizer);
  }
  return largest;
}

/** Gradients by the variables' names; a variable on which the loss does not depend has none. */
export function gradientsOf(loss: () => tf.Scalar, variables: readonly tf.Variable[]): tf.NamedTensorMap {
  // tfjs throws when no variable at all is connected: the constant one always is.
  const anchor = tf.variable(tf.scalar(0));
  try {
    const {[anchor.name]: _, ...grads} = tf.variableGrads(() => loss().add(anchor.mul(0)) as tf.Scalar, [...variables, anchor]).grads;
    // What is not connected is there as null.
    return Object.fromEntries(Object.entries(grads).filter(([, gradient]) => gradient)) as tf.NamedTensorMap;
  } finally {
    anchor.dispose();
  }
}

/** The loss in training mode, as fit has it. */
export function lossOf(model: tf.LayersModel, {data: {xs, ys}, penalties}: {data: Tensors; penalties: boolean}): tf.Scalar {
  const outputs = forward(model, xs, {training: true});
  const {lossFunctions} = compiled(model);
  const parts: tf.Tensor[] = outputs.map((output, i) => lossFunctions[i]!(ys[i]!, output).mean());
  return (penalties ? [...parts, ...compiled(model).calculateLosses()] : parts).reduce((sum, part) => sum.add(part)) as tf.Scalar;
}

/** The model's outputs for tensors in its order. */
export const forward = (model: tf.LayersModel, xs: readonly tf.Tensor[], {training}: {training: boolean}): tf.Tensor[] =>
  [model.apply(xs.length === 1 ? xs[0]! : [...xs], {training})].flat() as tf.Tensor[];

/** True for equal lists, NaN equal to NaN and 0 unlike -0. */
export function sameValues(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return false;
  return a.length === b.length;
}

/** True for a list without NaN and infinities. */
export function allFinite(values: ArrayLike<number>): boolean {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return false;
  return true;
}
