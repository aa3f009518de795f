import * as tf from "@tensorflow/tfjs";
import type {Inputs} from "../../case.js";
import {assertionError} from "../../look/assertion.js";
import {counted, digits} from "../../math/digits.js";
import {finiteExtent} from "../../math/stats.js";
import {kept} from "./keep.js";
import {expectModel, inputsOf} from "./subject.js";

/** Bounds of an output; both belong to the range, as a saturated unit reaches them in float32. */
export interface Range {
  /** Smallest value; none when left out. */
  min?: number;
  /** Largest value; none when left out. */
  max?: number;
}

/** Asserts that all that the model predicts for some rows lies in a range, ends included (softmax, sigmoid: 0 to 1, tanh: -1 to 1); NaN never does. */
export function assertOutputRange(model: tf.LayersModel, x: Inputs, {min = -Infinity, max = Infinity}: Range = {}): void {
  expectModel(model, {compiled: false});
  if (!(min <= max) || (min === -Infinity && max === Infinity))
    throw new RangeError(`expected a range {min, max} with min at most max, got ${digits(min)} to ${digits(max)}`);
  kept(model, () => {
    const xs = inputsOf(model, x);
    const outputs = [model.predict(xs.length === 1 ? xs[0]! : xs, {batchSize: model.inputs[0]!.shape[0] ?? 128})].flat() as tf.Tensor[];
    outputs.forEach((output, i) => judge(output, {name: model.outputNames[i]!, min, max}));
  });
}

function judge(output: tf.Tensor, {name, min, max}: Required<Range> & {name: string}): void {
  const values = output.dataSync();
  const outside: number[] = [];
  values.forEach((value, i) => (value >= min && value <= max) || outside.push(i));
  if (outside.length === 0) return;
  const units = values.length / output.shape[0]!;
  const [least, most] = finiteExtent(values);
  const lies = least <= most ? `; finite values lie from ${digits(least)} to ${digits(most)}` : "";
  const [first] = outside as [number];
  throw assertionError(
    `expected the output ${name} within ${digits(min)} to ${digits(max)}, but ${counted(outside.length, "value")} of ${values.length} ${outside.length === 1 ? "is" : "are"} not: first ${digits(values[first]!)} in row ${Math.floor(first / units)}, unit ${first % units}${lies}`,
  );
}
