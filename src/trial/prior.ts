import type {Bank, Network, OutputFacts, Split} from "../check.js";
import {median} from "../math/stats.js";
import {columnMeans} from "./skill.js";
import {take} from "./split.js";

/** The least loss that the same answer to every row can have: that of a network which has learned the targets' frequencies and nothing of the inputs. */
export function priorLoss(bank: Bank, {network, rows}: {network: Network; rows?: readonly number[]}): Promise<number> {
  if (rows) return bestConstant(bank, {network, rows});
  const made = priors.get(bank.train) ?? bestConstant(bank, {network});
  priors.set(bank.train, made);
  return made;
}

/** Of each case's training rows: every check of the training asks for the same one. */
const priors = new WeakMap<Split, Promise<number>>();

async function bestConstant(bank: Bank, {network, rows}: {network: Network; rows?: readonly number[]}): Promise<number> {
  const split = rows ? part(bank.train, rows) : bank.train;
  const perOutput = await Promise.all(
    ["mean", "median"].map((kind) =>
      bank.loss({outputs: network.outputs.map((facts, i) => constant(split, {facts, index: i, kind})), rows}),
    ),
  );
  return network.outputs.reduce((sum, _, i) => sum + Math.min(...perOutput.map((losses) => losses[i]!).filter(Number.isFinite)), 0);
}

/** The loss of a network that answers with the targets themselves: what is left when everything is learned. */
export async function leastLoss(bank: Bank, {network, rows}: {network: Network; rows?: readonly number[]}): Promise<number> {
  const split = rows ? part(bank.train, rows) : bank.train;
  const losses = await bank.loss({outputs: network.outputs.map((facts, i) => perfect(split, {facts, index: i})), rows});
  return losses.reduce((sum, loss) => sum + loss, 0);
}

const part = (split: Split, rows: readonly number[]): Split => ({
  ...split,
  rows: rows.length,
  y: split.y.map((block) => take(block, rows)),
});

interface Wanted {
  facts: OutputFacts;
  index: number;
}

function constant(split: Split, {facts, index, kind}: Wanted & {kind: string}): Float32Array {
  const answers = perfect(split, {facts: {...facts, fromLogits: false}, index});
  const size = answers.length / split.rows;
  const column = (j: number) => Float32Array.from({length: split.rows}, (_, row) => answers[row * size + j]!);
  const values = kind === "mean" ? columnMeans({values: answers, size}) : Array.from({length: size}, (_, j) => median(column(j)));
  return Float32Array.from({length: answers.length}, (_, i) => (facts.fromLogits ? logit(values[i % size]!, facts) : values[i % size]!));
}

/** Targets in the shape and scale of the output: whole-number classes as one-hot, probabilities as logits where the loss takes logits. */
function perfect(split: Split, {facts, index}: Wanted): Float32Array {
  const {values} = split.y[index]!;
  if (facts.loss !== "sparseCategoricalCrossentropy")
    return Float32Array.from(values, (value) => (facts.fromLogits ? logit(value, facts) : value));
  const answers = new Float32Array(values.length * facts.units);
  values.forEach((label, i) => label >= 0 && label < facts.units && (answers[i * facts.units + Math.round(label)] = 1));
  return answers;
}

function logit(p: number, {loss}: OutputFacts): number {
  const inside = Math.min(1 - 1e-7, Math.max(1e-7, p));
  return loss === "sigmoidCrossEntropy" ? Math.log(inside / (1 - inside)) : Math.log(inside);
}
