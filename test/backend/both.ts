import * as tf from "@tensorflow/tfjs";
import {expect} from "chai";
import {useBackend} from "../../src/backend/backend.js";

/** Values of a tensor with its shape. */
export interface Values {
  shape: number[];
  values: number[];
}

/** Runs the same task on `cpu`, the oracle, and on `wasm`, and asserts that neither left a tensor or a data id behind. */
export async function onBoth<T>(task: () => Promise<T> | T): Promise<{cpu: T; wasm: T}> {
  const cpu = await on("cpu", task);
  const wasm = await on("wasm", task);
  return {cpu, wasm};
}

/** Runs a task on one backend; leaves `wasm` active. */
export async function on<T>(name: "cpu" | "wasm", task: () => Promise<T> | T): Promise<T> {
  await useBackend(name, {say: false});
  const before = tf.memory().numTensors;
  const ids = tf.backend().numDataIds();
  const result = await task();
  expect(tf.memory().numTensors, `tensors left on ${name}`).equal(before);
  expect(tf.backend().numDataIds(), `data ids left on ${name}`).equal(ids);
  return result;
}

/** Runs one kernel on seeded inputs. */
export function runKernel(kernel: string, {inputs, attrs = {}}: {inputs: () => tf.NamedTensorMap; attrs?: object}): Values {
  return tf.tidy(() => {
    const result = tf.engine().runKernel(kernel, inputs(), attrs as tf.NamedAttrMap) as tf.Tensor;
    return {shape: result.shape, values: Array.from(result.dataSync())};
  });
}

/** Asserts the same shape and values within `tolerance`, relative to the largest. */
export function expectClose(actual: Values, {expected, tolerance = 1e-4}: {expected: Values; tolerance?: number}): void {
  expect(actual.shape).eql(expected.shape);
  expect(worst(actual.values, expected.values), "largest difference, relative").most(tolerance);
}

/** The largest difference between two lists of numbers, relative to the largest number or 1; NaN in one only counts as infinite. */
export function worst(actual: readonly number[], expected: readonly number[]): number {
  expect(actual.length).equal(expected.length);
  const scale = expected.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1);
  return actual.reduce(
    (largest, value, i) =>
      Math.max(
        largest,
        Object.is(value, expected[i]) ? 0 : Math.abs(value - expected[i]!) / scale || Infinity * Number(value !== expected[i]),
      ),
    0,
  );
}
