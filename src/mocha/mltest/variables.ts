import * as tf from "@tensorflow/tfjs";
import {assertionError} from "../../look/assertion.js";
import {digits} from "../../math/digits.js";
import {kept} from "./keep.js";
import {afterSteps, forward, sameValues, stepCount, type Moved} from "./steps.js";
import {expectModel, named, tensorsOf, weightsOf, type Rows} from "./subject.js";

/**
 * Asserts that three training steps on a batch change every weight that fit would train and the moving statistics of batch normalisation; with `only`, the weights
 * of these names (of weights or layers). Weight penalties are left out: they would move a weight that the loss does not reach. Of an embedding only the rows of the batch move, which is enough.
 * The model is left as it was. The assertion error says of each weight that stays why.
 */
export function assertVariablesChange(model: tf.LayersModel, batch: Rows, {only}: {only?: string | readonly string[]} = {}): void {
  expectModel(model);
  const all = afterSteps(model, {batch, penalties: false});
  const wanted = only === undefined ? all.filter(({trainable, moving}) => trainable || moving) : (named(all, only) as Moved[]);
  if (wanted.length === 0) throw assertionError("expected weights that change, but none of the model's is trainable");
  const stays = wanted.filter(({same, broken}) => same || broken);
  if (stays.length === 0) return;
  const list = stays.map((weight) => `${weight.name} (${reason(weight, model)})`).join(", ");
  throw assertionError(
    `expected ${stepCount} training steps to change ${only === undefined ? "every trainable weight" : "the named weights"}, but ${stays.length} of ${wanted.length} did not learn: ${list}`,
  );
}

function reason({same, broken, moving, trainable, gradient}: Moved, model: tf.LayersModel): string {
  const rate = (model.optimizer as unknown as {learningRate?: number}).learningRate;
  if (broken && !same) return "it became NaN or infinite; assertNoNaN tells where that begins";
  if (moving) return "the moving statistics stay: is the momentum 1?";
  if (!trainable) return "it is not trainable, or was not when the model was compiled";
  if (gradient === undefined) return "the loss does not depend on it";
  if (gradient === 0) return "its gradient is exactly 0: dead or saturated units, or an output that cannot vary";
  if (rate === 0) return "the learning rate is 0";
  return Number.isNaN(gradient)
    ? "its gradient is NaN"
    : `its largest gradient is ${digits(gradient)}, its updates at the learning rate ${digits(rate ?? NaN)} are below the rounding of float32`;
}

/**
 * Asserts that weights are the same, bit for bit, after three training steps on a batch: those of the given names (of weights or layers), or all that are not trainable;
 * and that a prediction changes no weight at all. The model is left as it was.
 */
export function assertVariablesSame(model: tf.LayersModel, batch: Rows, names?: string | readonly string[]): void {
  expectModel(model);
  const all = afterSteps(model, {batch, penalties: true});
  const wanted = names === undefined ? all.filter(({trainable, moving}) => !trainable && !moving) : (named(all, names) as Moved[]);
  const moved = wanted.filter(({same}) => !same);
  if (moved.length > 0) {
    const list = moved.map((weight) => `${weight.name} (${motion(weight)})`).join(", ");
    throw assertionError(
      `expected ${stepCount} training steps to leave ${names === undefined ? "frozen weights" : "the named weights"} as they are, but ${moved.length} of ${wanted.length} changed: ${list}`,
    );
  }
  const stirred = afterPrediction(model, batch);
  if (stirred.length > 0) throw assertionError(`expected a prediction to change no weight, but it changed ${stirred.join(", ")}`);
}

function motion({trainable, moving}: Moved): string {
  if (moving) return "training mode moves the statistics of batch normalisation, in tfjs of a frozen layer too";
  return trainable ? "it is trainable" : "something else than the optimizer wrote it";
}

function afterPrediction(model: tf.LayersModel, batch: Rows): string[] {
  return kept(model, () => {
    const weights = weightsOf(model);
    const before = weights.map(({variable}) => variable.dataSync().slice());
    forward(model, tensorsOf(model, batch).xs, {training: false});
    return weights.filter(({variable}, i) => !sameValues(before[i]!, variable.dataSync())).map(({name}) => name);
  });
}
