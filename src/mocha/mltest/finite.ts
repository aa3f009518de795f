import * as tf from "@tensorflow/tfjs";
import {assertionError} from "../../look/assertion.js";
import {counted} from "../../math/digits.js";
import {stable, stableNames} from "../../trial/names.js";
import {flatten} from "../../trial/network.js";
import {compiled} from "../../trial/probe.js";
import {kept} from "./keep.js";
import {forward, gradientsOf, lossOf} from "./steps.js";
import {expectModel, tensorsOf, weightsOf, type Rows, type Tensors} from "./subject.js";

/**
 * Asserts that all numbers of a training step are finite, and names the first that is not, in the order in which they are computed:
 * inputs, targets, weights, activations layer by layer (in training and in inference mode), loss, gradients. One NaN or infinity is enough. The model is left as it was.
 */
export function assertNoNaN(model: tf.LayersModel, batch: Rows): void {
  expectModel(model);
  kept(model, () => {
    const data = tensorsOf(model, batch);
    data.xs.forEach((x, i) => expectFinite(x, `the input ${model.inputNames[i]}`));
    data.ys.forEach((y, i) => expectFinite(y, `the target ${model.outputNames[i]}`));
    const weights = weightsOf(model);
    for (const {variable, name} of weights) expectFinite(variable, `the weight ${name}`);
    for (const training of [true, false]) activations(model, {data, training});
    losses(model, data);
    const learned = weights.filter(({trainable}) => trainable);
    const grads = gradientsOf(
      () => lossOf(model, {data, penalties: true}),
      learned.map(({variable}) => variable),
    );
    for (const {variable, name} of learned) if (grads[variable.name]) expectFinite(grads[variable.name]!, `the gradient of ${name}`);
  });
}

/** Watches what each layer gives, in the order in which they are called. */
function activations(model: tf.LayersModel, {data, training}: {data: Tensors; training: boolean}): void {
  const layers = flatten(model);
  const names = stableNames(layers);
  const watched = layers.map((layer) => ({layer, own: Object.getOwnPropertyDescriptor(layer, "call")}));
  try {
    for (const {layer} of watched) {
      const call = layer.call.bind(layer);
      layer.call = (inputs, kwargs) => {
        const made = call(inputs, kwargs);
        const mode = training ? "training" : "inference";
        for (const output of [made].flat()) expectFinite(output, `the output of the layer ${stable(layer.name, names)} in ${mode} mode`);
        return made;
      };
    }
    forward(model, data.xs, {training});
  } finally {
    for (const {layer, own} of watched) {
      if (own) Object.defineProperty(layer, "call", own);
      else delete (layer as {call?: unknown}).call;
    }
  }
}

function losses(model: tf.LayersModel, {xs, ys}: Tensors): void {
  const {lossFunctions} = compiled(model);
  forward(model, xs, {training: true}).forEach((output, i) =>
    expectFinite(lossFunctions[i]!(ys[i]!, output), `the loss of ${model.outputNames[i]}`),
  );
  compiled(model)
    .calculateLosses()
    .forEach((penalty) => expectFinite(penalty, "a weight penalty"));
}

function expectFinite(tensor: tf.Tensor, what: string): void {
  const values = tensor.dataSync();
  const wrong: number[] = [];
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) wrong.push(i);
  if (wrong.length === 0) return;
  const missing = wrong.filter((i) => Number.isNaN(values[i])).length;
  const parts = [missing > 0 && `${missing} NaN`, missing < wrong.length && counted(wrong.length - missing, "infinite value")].filter(
    Boolean,
  );
  throw assertionError(
    `expected only finite numbers, but ${what} has ${parts.join(" and ")} among ${counted(values.length, "value")}, first at ${place(wrong[0]!, tensor.shape)}`,
  );
}

/** The indices of a value in its tensor. */
function place(index: number, shape: readonly number[]): string {
  let rest = index;
  const at = [...shape].reverse().map((length) => {
    const i = rest % length;
    rest = Math.floor(rest / length);
    return i;
  });
  return `[${at.reverse().join(", ")}]`;
}
