import {expect} from "chai";
import {tf} from "../../../src/index.js";

/** What an assertion says when it fails, empty when it holds; asserts that the model, its optimizer, Math.random and the number of tensors are as before. */
export function verdictOf(model: tf.LayersModel, run: () => void): string {
  const {random} = Math;
  const look = () => ({
    tensors: tf.memory().numTensors,
    values: model.weights.map((weight) => Array.from(weight.read().dataSync())),
    steps: (model.optimizer as unknown as {iterations?: number})?.iterations,
    own: model.layers.map((layer) => Object.getOwnPropertyNames(layer).sort().join()),
  });
  const before = look();
  let said = "";
  try {
    run();
  } catch (error) {
    if ((error as Error).name !== "AssertionError") throw error;
    said = (error as Error).message;
    expect(said, "one line").not.match(/\n|undefined|\[object/);
  }
  expect(look()).deep.equal(before);
  expect(Math.random).equal(random);
  return said;
}

/** A compiled sequential model. */
export function sequence(
  layers: tf.layers.Layer[],
  {loss = "meanSquaredError", optimizer = tf.train.adam(0.01)}: {loss?: string; optimizer?: tf.Optimizer} = {},
): tf.LayersModel {
  const model = tf.sequential({layers});
  model.compile({optimizer, loss});
  return model;
}

/** Rows of numbers that repeat on no axis. */
export const waves = (rows: number, size: number): number[][] =>
  Array.from({length: rows}, (_, row) => Array.from({length: size}, (_, i) => Math.sin(1 + 3 * row + 7 * i)));
