import * as tf from "@tensorflow/tfjs";
import {random} from "../../math/random.js";
import {flatten} from "../../trial/network.js";

/**
 * Runs something with a model and puts back, bit for bit, every variable that it changed and the states of recurrent layers; frees what it made.
 * Randomness (dropout) is drawn from one seed. Nothing else can run meanwhile: all of it is synchronous.
 */
export function kept<T>(model: tf.LayersModel, run: () => T): T {
  const chance = Math.random;
  const variables = Object.values(tf.engine().registeredVariables);
  const values = variables.map((variable) => tf.keep(variable.clone()));
  Math.random = random(1);
  try {
    return withStates(model, () => tidied(run));
  } finally {
    Math.random = chance;
    variables.forEach((variable, i) => variable.assign(values[i]!));
    tf.dispose(values);
  }
}

/** What `run` gives must hold no tensor. */
function tidied<T>(run: () => T): T {
  let made: T;
  tf.tidy(() => void (made = run()));
  return made!;
}

/** A recurrent layer that carries its states from batch to batch. */
interface Stateful {
  stateful?: boolean;
  states_: tf.Tensor[] | null;
  keptStates: tf.Tensor[][];
}

/** Runs something and puts the states of stateful layers back. */
export function withStates<T>(model: tf.LayersModel, run: () => T): T {
  const layers = everyLayer(model).filter(
    (layer): layer is Stateful => Boolean((layer as Stateful).stateful) && "states_" in (layer as object),
  );
  const before = layers.map(({states_, keptStates}) => ({
    states: states_?.map((state) => tf.keep(state.clone())) ?? null,
    old: keptStates.length,
  }));
  try {
    return run();
  } finally {
    layers.forEach((layer, i) => {
      tf.dispose([layer.states_ ?? [], layer.keptStates.splice(before[i]!.old)]);
      layer.states_ = before[i]!.states;
    });
  }
}

/** All layers, and those that wrappers hold. */
function everyLayer(model: tf.LayersModel): unknown[] {
  return flatten(model).flatMap((layer) => {
    const {layer: inner, forwardLayer, backwardLayer} = layer as unknown as Record<string, unknown>;
    return [layer, inner, forwardLayer, backwardLayer].filter((each) => each !== undefined && each !== null);
  });
}
