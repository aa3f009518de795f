import type {Task} from "../case.js";
import type {Block, Network, Split} from "../check.js";

/** A task and why it was inferred. */
export interface Inference {
  task: Task;
  /** One clause, such as `the loss is categoricalCrossentropy`. */
  reason: string;
}

/** Infers what the network is asked to do from its loss, its targets and its metrics. */
export function inferTask({train, network}: {train: Split; network?: Network}): Inference {
  const y = train.y[0]!;
  const output = network?.outputs[0];
  if (sameValues(train.x[0]!, y)) return {task: "reconstruction", reason: "the targets are the inputs"};
  if (output?.loss === "sparseCategoricalCrossentropy") return {task: "multiclass", reason: `the loss is ${output.loss}`};
  const coding = codingOf(y);
  if (output && ["categoricalCrossentropy", "softmaxCrossEntropy"].includes(output.loss))
    return {task: "multiclass", reason: `the loss is ${output.loss}`};
  if (output && ["binaryCrossentropy", "sigmoidCrossEntropy"].includes(output.loss)) return crossentropy(coding, output);
  if (coding === "one-hot") return {task: "multiclass", reason: "each target row has one 1 among zeros"};
  if (coding === "binary") return {task: "binary", reason: "the targets are 0 and 1"};
  if (coding === "multi-hot") return {task: "multilabel", reason: "each target row holds any number of 1s"};
  const classifies = output && (output.activations.includes("softmax") || network.metrics.some((metric) => /^acc|accuracy/i.test(metric)));
  if (coding === "classes" && classifies)
    return {task: "multiclass", reason: "the targets are a few whole numbers and the network looks like a classifier"};
  if (coding === "signs" && classifies) return {task: "binary", reason: "the targets are -1 and 1"};
  return {task: "regression", reason: output ? `the loss is ${output.loss} and the targets are numbers` : "the targets are numbers"};
}

/** How the values of a target stand for classes. */
export type Coding = "one-hot" | "binary" | "signs" | "multi-hot" | "classes" | "numbers";

/** Reads off a target's values how they stand for classes. */
export function codingOf({values, size}: Block): Coding {
  const binary = values.every((value) => value === 0 || value === 1);
  if (size === 1) {
    if (binary) return "binary";
    if (values.every((value) => value === -1 || value === 1)) return "signs";
    return values.every((value) => Number.isInteger(value) && value >= 0) && new Set(values).size <= Math.max(20, Math.sqrt(values.length))
      ? "classes"
      : "numbers";
  }
  if (!binary) return "numbers";
  for (let row = 0; row < values.length; row += size) {
    let ones = 0;
    for (let j = 0; j < size; j++) ones += values[row + j]!;
    if (ones !== 1) return "multi-hot";
  }
  return "one-hot";
}

function crossentropy(coding: Coding, {loss, units}: {loss: string; units: number}): Inference {
  if (units > 1 && coding === "one-hot") return {task: "multiclass", reason: "each target row has one 1 among zeros"};
  if (units === 1 && ["one-hot", "multi-hot"].includes(coding)) return {task: "multilabel", reason: `the loss is ${loss} at each position`};
  if (units > 1) return {task: coding === "numbers" ? "regression" : "multilabel", reason: `the loss is ${loss} over ${units} units`};
  if (coding === "classes") return {task: "multiclass", reason: "the targets are a few whole numbers"};
  if (coding === "signs" || coding === "binary") return {task: "binary", reason: `the loss is ${loss}`};
  return {task: "regression", reason: `the targets are numbers, though the loss is ${loss}`};
}

function sameValues(a: Block, b: Block): boolean {
  return (
    a.values.length === b.values.length &&
    a.size > 1 &&
    a.values.every((value, i) => value === b.values[i] || (Number.isNaN(value) && Number.isNaN(b.values[i]!)))
  );
}
