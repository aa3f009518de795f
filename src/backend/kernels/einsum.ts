import * as tf from "@tensorflow/tfjs";
import {compose, type Run} from "./compose.js";

/** `tf.einsum` of one or two tensors, as one batched matrix product between transpositions. */
export const einsum = compose<{equation: string}>("Einsum", ({inputs, attrs: {equation}, run}) => {
  const tensors = Object.values(inputs);
  const {allDims, idDims} = tf.backend_util.decodeEinsumEquation(equation, tensors.length);
  tf.backend_util.checkEinsumDimSizes(allDims.length, idDims, tensors as tf.Tensor[]);
  const [left, right] = equation.replace(/\s/g, "").split("->") as [string, string];
  const labels = left.split(",");
  const [a, b] = labels.map((own, i) => summed(named(tensors[i]!, own), {keep: right + (labels[1 - i] ?? ""), run}));
  return arranged(b ? product(a!, {b, out: right, run}) : a!, {labels: right, run});
});

interface Named {
  labels: string;
  tensor: tf.TensorInfo;
}

const named = (tensor: tf.TensorInfo, labels: string): Named => ({tensor, labels});

/** Sums away the dimensions that nothing else uses. */
function summed({labels, tensor}: Named, {keep, run}: {keep: string; run: Run}): Named {
  const axis = [...labels].flatMap((label, i) => (keep.includes(label) ? [] : [i]));
  if (axis.length === 0) return {labels, tensor};
  return named(run("Sum", {x: tensor, axis, keepDims: false}), [...labels].filter((label) => keep.includes(label)).join(""));
}

function product(a: Named, {b, out, run}: {b: Named; out: string; run: Run}): Named {
  const shared = [...a.labels].filter((label) => b.labels.includes(label));
  const batch = shared.filter((label) => out.includes(label)).join("");
  const inner = shared.filter((label) => !out.includes(label)).join("");
  const rows = without(a.labels, shared);
  const columns = without(b.labels, shared);
  const size = sizes(a, b);
  const matrix = (one: Named, labels: [string, string]) =>
    run("Reshape", {x: arranged(one, {labels: batch + labels.join(""), run}), shape: [size(batch), ...labels.map(size)]});
  const result = run("BatchMatMul", {a: matrix(a, [rows, inner]), b: matrix(b, [inner, columns]), transposeA: false, transposeB: false});
  const labels = batch + rows + columns;
  return named(run("Reshape", {x: result, shape: [...labels].map(size)}), labels);
}

const without = (labels: string, some: readonly string[]): string => [...labels].filter((label) => !some.includes(label)).join("");

function sizes(...operands: Named[]): (labels: string) => number {
  const lengths = new Map(operands.flatMap(({labels, tensor}) => [...labels].map((label, i) => [label, tensor.shape[i]!] as const)));
  return (labels) => [...labels].reduce((total, label) => total * lengths.get(label)!, 1);
}

const arranged = ({labels: from, tensor}: Named, {labels, run}: {labels: string; run: Run}): tf.TensorInfo =>
  from === labels ? run("Identity", {x: tensor}) : run("Transpose", {x: tensor, perm: [...labels].map((label) => from.indexOf(label))});
