import {derive, permutation, random, type Random} from "../math/random.js";
import type {Matrix} from "../math/smoother.js";
import {correlation, type Association, type Strength} from "../association/association.js";

/** Half-waves of the hidden layer. */
const hidden = 24;

/** Sweeps over the rows, and the step size of Adam's rule (Kingma & Ba 2015). */
const training = {sweeps: 60, rate: 0.01, batch: 16};

/** How well a small network with one hidden layer, learned from four fifths of the rows in turn, answers the others: the one reference that finds parities. */
export function perceptron({inputs, targets}: Association, {seed}: {seed: number}): Strength {
  const rows = inputs.values.length / inputs.columns;
  const draw = random(derive(seed, "perceptron"));
  const order = permutation(rows, draw);
  const answers = new Float64Array(targets.matrix.values.length);
  for (let fold = 0; fold < folds; fold++) {
    const held = order.filter((_, i) => i % folds === fold);
    const net = fit({inputs, targets: targets.matrix, rows: order.filter((_, i) => i % folds !== fold), draw});
    for (const row of held) answers.set(forward(net, {inputs, row}).out, row * targets.matrix.columns);
  }
  return correlation(answers, {targets: targets.matrix, by: "a small network"});
}

const folds = 4;

interface Net {
  /** Weights and biases of both layers in one list. */
  weights: Float64Array;
  inputs: number;
  outputs: number;
}

interface Task {
  inputs: Matrix;
  targets: Matrix;
  rows: readonly number[];
  draw: Random;
}

function fit({inputs, targets, rows, draw}: Task): Net {
  const [d, k] = [inputs.columns, targets.columns];
  const size = hidden * (d + 1) + k * (hidden + 1);
  const net: Net = {inputs: d, outputs: k, weights: new Float64Array(size)};
  for (let i = 0; i < hidden * (d + 1); i++) net.weights[i] = ((draw() - 0.5) * 4) / Math.sqrt(d + 1);
  for (let i = hidden * (d + 1); i < size; i++) net.weights[i] = (draw() - 0.5) / Math.sqrt(hidden);
  const [first, second, slope] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  let step = 0;
  for (let sweep = 0; sweep < training.sweeps; sweep++) {
    const order = permutation(rows.length, draw);
    for (let from = 0; from + training.batch <= order.length; from += training.batch) {
      slope.fill(0);
      for (let i = from; i < from + training.batch; i++) learn(net, {inputs, targets, row: rows[order[i]!]!, slope});
      step++;
      const rate = (training.rate * Math.sqrt(1 - 0.999 ** step)) / (1 - 0.9 ** step);
      for (let i = 0; i < size; i++) {
        const g = slope[i]! / training.batch;
        first[i] = 0.9 * first[i]! + 0.1 * g;
        second[i] = 0.999 * second[i]! + 0.001 * g * g;
        net.weights[i]! -= (rate * first[i]!) / (Math.sqrt(second[i]!) + 1e-8);
      }
    }
  }
  return net;
}

function forward(
  {weights, inputs: d, outputs: k}: Net,
  {inputs, row}: {inputs: Matrix; row: number},
): {middle: Float64Array; out: Float64Array} {
  const [middle, out] = [new Float64Array(hidden), new Float64Array(k)];
  for (let h = 0; h < hidden; h++) {
    let sum = weights[h * (d + 1) + d]!;
    for (let j = 0; j < d; j++) sum += weights[h * (d + 1) + j]! * inputs.values[row * d + j]!;
    middle[h] = Math.max(0, sum);
  }
  const base = hidden * (d + 1);
  for (let c = 0; c < k; c++) {
    let sum = weights[base + c * (hidden + 1) + hidden]!;
    for (let h = 0; h < hidden; h++) sum += weights[base + c * (hidden + 1) + h]! * middle[h]!;
    out[c] = sum;
  }
  return {middle, out};
}

/** Adds the slope of one row's squared error. */
function learn(net: Net, {inputs, targets, row, slope}: {inputs: Matrix; targets: Matrix; row: number; slope: Float64Array}): void {
  const {weights, inputs: d, outputs: k} = net;
  const {middle, out} = forward(net, {inputs, row});
  const base = hidden * (d + 1);
  const back = new Float64Array(hidden);
  for (let c = 0; c < k; c++) {
    const error = out[c]! - targets.values[row * k + c]!;
    const at = base + c * (hidden + 1);
    for (let h = 0; h < hidden; h++) {
      slope[at + h]! += error * middle[h]!;
      back[h]! += error * weights[at + h]!;
    }
    slope[at + hidden]! += error;
  }
  for (let h = 0; h < hidden; h++) {
    if (middle[h] === 0) continue;
    for (let j = 0; j < d; j++) slope[h * (d + 1) + j]! += back[h]! * inputs.values[row * d + j]!;
    slope[h * (d + 1) + d]! += back[h]!;
  }
}
